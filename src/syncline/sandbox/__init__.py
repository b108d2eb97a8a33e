"""Local Salesforce and mail servers that speak the vendors' protocols: real sockets, state in memory, faults on demand.

Nothing here imports a connector: two halves written from one misunderstanding would agree with each other.
"""
