"""SOQL: a hand-written parser, and evaluation over the org's rows as one user sees them.

Source: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql.htm
"""
