"""The Microsoft identity platform: discovery, tokens, consent.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from .answer import answer

__all__ = ["answer"]
