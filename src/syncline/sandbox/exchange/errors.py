"""What goes wrong, by how far it reaches.

ExchangeError
├── SoapFault        the whole request is refused: HTTP 500 with a SOAP fault
│   └── SchemaFault  the request is not valid against the schema
├── ItemError        one element of a batch fails, its neighbours go on
└── SignInError      HTTP 401

Codes and texts: https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
"""

from __future__ import annotations


class ExchangeError(Exception):
    """Anything that the server answers instead of a result."""


class SignInError(ExchangeError):
    """No user, an unknown one, or a wrong password; or the sign-in takes one more step."""

    def __init__(self, challenges: tuple[str, ...]) -> None:
        """`challenges` are the values of WWW-Authenticate, one header each."""
        super().__init__("401")
        self.challenges = challenges


class _CodedError(ExchangeError):
    def __init__(self, code: str, text: str = "", *, details: tuple[str, ...] = ()) -> None:
        """`details` are finished XML elements for MessageXml."""
        super().__init__(code)
        self.code = code
        self.text = text or TEXTS.get(code, "The request failed.")
        self.details = details


class SoapFault(_CodedError):  # noqa: N818 - the protocol's own word
    """Refuses the whole request."""


class SchemaFault(SoapFault):
    """Refuses a request that is not valid, or not even XML."""

    def __init__(self, violation: str, line: int = 0, column: int = 0) -> None:
        super().__init__("ErrorSchemaValidation", "The request failed schema validation.")
        self.violation = violation
        self.line = line
        self.column = column


class ItemError(_CodedError):
    """Refuses one element of a batch."""


TEXTS = {
    "ErrorAccessDenied": "Access is denied. Check credentials and try again.",
    "ErrorAffectedTaskOccurrencesRequired": "AffectedTaskOccurrences attribute must be specified.",
    "ErrorCalendarCannotMoveOrCopyOccurrence": "A single occurrence of a series cannot be moved or copied.",
    "ErrorCalendarCannotUseIdForOccurrenceId": "The id is not that of a recurring master.",
    "ErrorCalendarCannotUseIdForRecurringMasterId": "The id is not that of an occurrence of a series.",
    "ErrorCalendarDurationIsTooLong": "The duration of the calendar item is too long.",
    "ErrorCalendarEndDateIsEarlierThanStartDate": "EndDate is earlier than StartDate",
    "ErrorCalendarFolderIsInvalidForCalendarView": "CalendarView can be used only with a calendar folder.",
    "ErrorCalendarInvalidRecurrence": "Recurrence pattern is invalid.",
    "ErrorCalendarIsNotOrganizer": "You must be the organizer to perform this action.",
    "ErrorCalendarIsOrganizerForAccept": "The organizer of a meeting cannot accept it.",
    "ErrorCalendarIsOrganizerForDecline": "The organizer of a meeting cannot decline it.",
    "ErrorCalendarIsOrganizerForTentative": "The organizer of a meeting cannot tentatively accept it.",
    "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange": "Occurrence with this index was not found.",
    "ErrorCalendarOccurrenceIsDeletedFromRecurrence": "Occurrence with this index was previously deleted from the "
    "recurrence.",
    "ErrorCalendarViewRangeTooBig": "The specified calendar view range is too big.",
    "ErrorCannotCreateCalendarItemInNonCalendarFolder": "Cannot create a calendar item in a non-calendar folder.",
    "ErrorCannotCreateContactInNonContactFolder": "Cannot create contact in a non-contact folder.",
    "ErrorCannotUseFolderIdForItemId": "Id must be an item Id, not a folder Id.",
    "ErrorCannotUseItemIdForFolderId": "Id must be a folder Id, not an item Id.",
    "ErrorChangeKeyRequired": "The change key is required for this operation.",
    "ErrorChangeKeyRequiredForWriteOperations": "The change key passed in the request does not match the current "
    "change key for the item or is missing.",
    "ErrorCreateItemAccessDenied": "Access is denied.",
    "ErrorCorruptData": "The data is corrupt.",
    "ErrorDeleteDistinguishedFolder": "Distinguished folders cannot be deleted.",
    "ErrorExpiredSubscription": "The subscription has expired.",
    "ErrorFolderExists": "A folder with the specified name already exists.",
    "ErrorFolderNotFound": "The specified folder could not be found in the store.",
    "ErrorImpersonateUserDenied": "The account does not have permission to impersonate the requested user.",
    "ErrorImpersonationFailed": "The impersonation principal name is invalid.",
    "ErrorIncorrectUpdatePropertyCount": "An object within a change description must contain one and only one property "
    "to modify.",
    "ErrorInternalServerError": "An internal server error occurred. The operation failed.",
    "ErrorInvalidArgument": "The request is invalid.",
    "ErrorInvalidAttachmentId": "The specified attachment Id is invalid.",
    "ErrorInvalidChangeKey": "The change key is invalid.",
    "ErrorInvalidExtendedProperty": "Some attribute combinations of the extended property are not valid.",
    "ErrorInvalidExtendedPropertyValue": "The value of the extended property is invalid for its type.",
    "ErrorInvalidFolderTypeForOperation": "The folder type is invalid for the requested operation.",
    "ErrorInvalidIdEmpty": "Id must be non-empty.",
    "ErrorInvalidIdMalformed": "Id is malformed.",
    "ErrorInvalidIndexedPagingParameters": "The indexed paging view parameters are not valid.",
    "ErrorInvalidItemForOperationCreateItem": "The item type is invalid for the operation.",
    "ErrorInvalidOperation": "The requested operation is not valid.",
    "ErrorInvalidParentFolder": "The parent folder is invalid.",
    "ErrorInvalidPropertyAppend": "Append action is invalid for property.",
    "ErrorInvalidPropertyDelete": "Delete action is invalid for property.",
    "ErrorInvalidPropertyRequest": "Property is not valid for this object type.",
    "ErrorInvalidPropertySet": "Set action is invalid for property.",
    "ErrorInvalidRestriction": "The restriction specified is invalid.",
    "ErrorInvalidServerVersion": "The requested server version is invalid.",
    "ErrorInvalidPullSubscriptionId": "The subscription is not a pull subscription.",
    "ErrorInvalidSyncStateData": "Synchronization state data is corrupt or otherwise invalid.",
    "ErrorInvalidUserPrincipalName": "The user principal name is not valid.",
    "ErrorInvalidValueForProperty": "The value specified for the property is not valid.",
    "ErrorInvalidWatermark": "The watermark is invalid.",
    "ErrorIrresolvableConflict": "The send or update operation could not be performed because the change key passed in "
    "the request does not match the current change key for the item.",
    "ErrorItemNotFound": "The specified object was not found in the store.",
    "ErrorMessageDispositionRequired": "MessageDisposition attribute must be specified.",
    "ErrorMessageSizeExceeded": "The message exceeds the maximum supported size.",
    "ErrorMimeContentConversionFailed": "MIME content conversion failed.",
    "ErrorMissingEmailAddress": "When making a request as an account that does not have a mailbox, you must specify "
    "the mailbox primary SMTP address for any distinguished folder Ids.",
    "ErrorMissingRecipients": "At least one recipient must be specified.",
    "ErrorMoveCopyFailed": "Move or copy operation failed.",
    "ErrorMoveDistinguishedFolder": "Distinguished folders cannot be moved.",
    "ErrorNameResolutionNoResults": "No results were found.",
    "ErrorNonExistentMailbox": "The SMTP address has no mailbox associated with it.",
    "ErrorNonPrimarySmtpAddress": "The SMTP address is not the primary SMTP address of the account.",
    "ErrorObjectTypeChanged": "The object type changed.",
    "ErrorRequiredPropertyMissing": "Required property is missing.",
    "ErrorSendMeetingCancellationsRequired": "SendMeetingCancellations attribute must be specified.",
    "ErrorSendMeetingInvitationsOrCancellationsRequired": "SendMeetingInvitationsOrCancellations attribute is required "
    "for calendar items.",
    "ErrorSendMeetingInvitationsRequired": "SendMeetingInvitations attribute is required for calendar items.",
    "ErrorConnectionFailed": "Connection failed. Try later.",
    "ErrorMailboxMoveInProgress": "Mailbox move in progress. Try again later.",
    "ErrorMailboxStoreUnavailable": "The mailbox database is temporarily unavailable.",
    "ErrorQuotaExceeded": "The message store has reached its quota.",
    "ErrorTimeoutExpired": "The request timed out.",
    "ErrorExceededConnectionCount": "You have exceeded the available concurrent connections for your account.",
    "ErrorInvalidSubscriptionRequest": "The subscription request is invalid.",
    "ErrorSubscriptionAccessDenied": "Access is denied. Only the creator of a subscription may use it.",
    "ErrorSubscriptionNotFound": "The specified subscription was not found.",
    "ErrorSyncFolderNotFound": "The folder to be synchronized could not be found.",
    "ErrorTimeZone": "The specified time zone is not valid.",
    "ErrorToFolderNotFound": "The destination folder could not be found.",
    "ErrorUnsupportedMimeConversion": "MIME conversion is not supported for this item type.",
    "ErrorUnsupportedPathForQuery": "The property can not be used with this type of restriction.",
    "ErrorUnsupportedPathForSortGroup": "The property can not be used for sorting or grouping results.",
    "ErrorUpdatePropertyMismatch": "The property path does not match the property in the change description.",
}
