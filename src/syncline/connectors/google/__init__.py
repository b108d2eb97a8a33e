"""Google Workspace: Calendar API v3 and People API v1, as a service account with domain-wide delegation.

Calendar: https://developers.google.com/workspace/calendar/api/v3/reference
People: https://developers.google.com/people/api/rest
"""
