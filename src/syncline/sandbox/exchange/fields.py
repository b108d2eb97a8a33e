"""The properties of items and folders, in the order in which the protocol writes them.

Each line is `Name:type`; the types are those of `values.CODECS` or of the schema. `=` marks what the server makes (a
client cannot set it), `~` what only GetItem answers, not FindItem or SyncFolderItems. Source: [MS-OXWSCORE] 2.2.4.24,
[MS-OXWSCONT] 2.2.4.4, [MS-OXWSMTGS] 2.2.4.5, [MS-OXWSMSG] 2.2.4.1, [MS-OXWSFOLD] 2.2.4.2.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One property: `uri` is its UnindexedFieldURI."""

    name: str
    type: str
    uri: str
    made: bool
    """The server makes it; setting it is ErrorInvalidPropertySet."""
    heavy: bool
    """FindItem and SyncFolderItems do not return it."""


def _fields(prefix: str, lines: str) -> tuple[Field, ...]:
    found = []
    for word in lines.split():
        name, _, kind = word.partition(":")
        bare = kind.strip("=~")
        found.append(Field(name, bare, f"{prefix}:{name}", "=" in kind, "~" in kind))
    return tuple(found)


_ITEM = _fields(
    "item",
    """MimeContent:MimeContentType~ ItemId:ItemIdType= ParentFolderId:FolderIdType= ItemClass:string Subject:string
    Sensitivity:SensitivityChoicesType Body:BodyType~ Attachments:NonEmptyArrayOfAttachmentsType=~
    DateTimeReceived:dateTime= Size:int= Categories:ArrayOfStringsType Importance:ImportanceChoicesType
    InReplyTo:string IsSubmitted:boolean= IsDraft:boolean= IsFromMe:boolean= IsResend:boolean= IsUnmodified:boolean=
    InternetMessageHeaders:NonEmptyArrayOfInternetHeadersType=~ DateTimeSent:dateTime= DateTimeCreated:dateTime=
    ResponseObjects:NonEmptyArrayOfResponseObjectsType=~ ReminderDueBy:dateTime ReminderIsSet:boolean
    ReminderNextTime:dateTime ReminderMinutesBeforeStart:ReminderMinutesBeforeStartType DisplayCc:string=
    DisplayTo:string= HasAttachments:boolean= ExtendedProperty:ExtendedPropertyType Culture:language
    EffectiveRights:EffectiveRightsType= LastModifiedName:string= LastModifiedTime:dateTime= IsAssociated:boolean=
    WebClientReadFormQueryString:string= WebClientEditFormQueryString:string= ConversationId:ItemIdType=
    UniqueBody:BodyType=~ Flag:FlagType StoreEntryId:base64Binary= InstanceKey:base64Binary= NormalizedBody:BodyType=~
    EntityExtractionResult:Opaque=~ PolicyTag:Opaque ArchiveTag:Opaque RetentionDate:dateTime= Preview:string=
    RightsManagementLicenseData:Opaque=~ NextPredictedAction:string= GroupingAction:string=
    PredictedActionReasons:Opaque= IsClutter:boolean= BlockStatus:boolean= HasBlockedImages:boolean=
    TextBody:BodyType=~ IconIndex:string=""",
)

_CONTACT = _fields(
    "contacts",
    """FileAs:string FileAsMapping:FileAsMappingType DisplayName:string GivenName:string Initials:string
    MiddleName:string Nickname:string CompleteName:CompleteNameType= CompanyName:string
    EmailAddresses:EmailAddressDictionaryType PhysicalAddresses:PhysicalAddressDictionaryType
    PhoneNumbers:PhoneNumberDictionaryType AssistantName:string Birthday:dateTime BusinessHomePage:anyURI
    Children:ArrayOfStringsType Companies:ArrayOfStringsType ContactSource:ContactSourceType= Department:string
    Generation:string ImAddresses:ImAddressDictionaryType JobTitle:string Manager:string Mileage:string
    OfficeLocation:string PostalAddressIndex:PhysicalAddressIndexType Profession:string SpouseName:string
    Surname:string WeddingAnniversary:dateTime HasPicture:boolean= PhoneticFullName:string= PhoneticFirstName:string=
    PhoneticLastName:string= Alias:string= Notes:string= Photo:base64Binary=~ UserSMIMECertificate:Opaque=
    MSExchangeCertificate:Opaque= DirectoryId:string= ManagerMailbox:Opaque= DirectReports:Opaque=""",
)

_CALENDAR = _fields(
    "calendar",
    """UID:string RecurrenceId:dateTime= DateTimeStamp:dateTime= Start:dateTime End:dateTime OriginalStart:dateTime=
    IsAllDayEvent:boolean LegacyFreeBusyStatus:LegacyFreeBusyType Location:string When:string IsMeeting:boolean=
    IsCancelled:boolean= IsRecurring:boolean= MeetingRequestWasSent:boolean= IsResponseRequested:boolean
    CalendarItemType:CalendarItemTypeType= MyResponseType:ResponseTypeType= Organizer:SingleRecipientType=
    RequiredAttendees:NonEmptyArrayOfAttendeesType~ OptionalAttendees:NonEmptyArrayOfAttendeesType~
    Resources:NonEmptyArrayOfAttendeesType~ ConflictingMeetingCount:int=~ AdjacentMeetingCount:int=~
    ConflictingMeetings:Opaque=~ AdjacentMeetings:Opaque=~ Duration:string= TimeZone:string=
    AppointmentReplyTime:dateTime= AppointmentSequenceNumber:int= AppointmentState:int= Recurrence:RecurrenceType~
    FirstOccurrence:Opaque=~ LastOccurrence:Opaque=~ ModifiedOccurrences:Opaque=~ DeletedOccurrences:Opaque=~
    MeetingTimeZone:TimeZoneType StartTimeZone:TimeZoneDefinitionType EndTimeZone:TimeZoneDefinitionType
    ConferenceType:int AllowNewTimeProposal:boolean IsOnlineMeeting:boolean MeetingWorkspaceUrl:string
    NetShowUrl:string EnhancedLocation:EnhancedLocationType StartWallClock:dateTime= EndWallClock:dateTime=
    StartTimeZoneId:string= EndTimeZoneId:string= IntendedFreeBusyStatus:LegacyFreeBusyType=
    JoinOnlineMeetingUrl:string= OnlineMeetingSettings:Opaque= IsOrganizer:boolean=""",
)

_MESSAGE = _fields(
    "message",
    """Sender:SingleRecipientType ToRecipients:ArrayOfRecipientsType~ CcRecipients:ArrayOfRecipientsType~
    BccRecipients:ArrayOfRecipientsType~ IsReadReceiptRequested:boolean IsDeliveryReceiptRequested:boolean
    ConversationIndex:base64Binary= ConversationTopic:string= From:SingleRecipientType InternetMessageId:string
    IsRead:boolean IsResponseRequested:boolean References:string ReplyTo:ArrayOfRecipientsType~
    ReceivedBy:SingleRecipientType= ReceivedRepresenting:SingleRecipientType= ApprovalRequestData:Opaque=
    VotingInformation:Opaque= ReminderMessageData:Opaque=""",
)

_GROUP = (
    *_fields("contacts", "DisplayName:string FileAs:string ContactSource:ContactSourceType="),
    *_fields("distributionlist", "Members:Opaque~"),
)

ITEM_FIELDS: dict[str, tuple[Field, ...]] = {
    "Item": _ITEM,
    "Contact": _ITEM + _CONTACT,
    "CalendarItem": _ITEM + _CALENDAR,
    "DistributionList": _ITEM + _GROUP,
    "Message": _ITEM + _MESSAGE,
}
BY_NAME: dict[str, dict[str, Field]] = {
    kind: {field.name: field for field in fields} for kind, fields in ITEM_FIELDS.items()
}
BY_URI: dict[str, Field] = {field.uri: field for fields in ITEM_FIELDS.values() for field in fields}
BY_URI["contacts:Culture"] = BY_URI["item:Culture"]

FOLDER_FIELDS = _fields(
    "folder",
    """FolderId:FolderIdType= ParentFolderId:FolderIdType= FolderClass:string DisplayName:string TotalCount:int=
    ChildFolderCount:int= ExtendedProperty:ExtendedPropertyType EffectiveRights:EffectiveRightsType=
    DistinguishedFolderId:string= UnreadCount:int=""",
)
FOLDER_BY_URI = {field.uri: field for field in FOLDER_FIELDS}

DEFAULT_SHAPE = {
    "DistributionList": "ItemId HasAttachments DisplayName FileAs",
    "Item": "ItemId Subject Sensitivity Size DateTimeCreated HasAttachments IsAssociated",
    "Contact": "ItemId HasAttachments FileAs CompleteName CompanyName EmailAddresses PhysicalAddresses PhoneNumbers "
    "ImAddresses JobTitle",
    "CalendarItem": "ItemId Subject ResponseObjects HasAttachments IsAssociated Start End LegacyFreeBusyStatus "
    "Location CalendarItemType Organizer",
    "Message": "ItemId Subject Sensitivity Body Size DateTimeSent DateTimeCreated ResponseObjects HasAttachments "
    "IsAssociated From IsDeliveryReceiptRequested IsRead",
}
"""Default response shapes, by Table 3 of
https://learn.microsoft.com/exchange/client-developer/exchange-web-services/property-sets-and-response-shapes-in-ews-in-exchange
"""

_ASKED_ONLY = frozenset(
    [
        "MimeContent",
        "UniqueBody",
        "NormalizedBody",
        "TextBody",
        "Preview",
        "StoreEntryId",
        "InstanceKey",
        "Photo",
        "Notes",
        "Alias",
        "StartWallClock",
        "EndWallClock",
        "EntityExtractionResult",
    ]
)


def shape_names(kind: str, base: str) -> frozenset[str]:
    """Which properties a base shape answers for this kind of item."""
    if base == "IdOnly":
        return frozenset({"ItemId"})
    if base == "Default":
        return frozenset(DEFAULT_SHAPE[kind].split())
    return frozenset(BY_NAME[kind]) - _ASKED_ONLY
