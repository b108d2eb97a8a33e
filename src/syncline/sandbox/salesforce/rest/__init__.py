"""The org's HTTP face: one small file per group of resources, named as in the REST API guide.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_list.htm
"""
