"""Autodiscover: finds the address of a mailbox's web services by its e-mail address (SPEC 1.2).

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange
"""
