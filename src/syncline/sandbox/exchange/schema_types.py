"""The types that requests are made of, one a line, in a small notation that `schema` turns into XML Schema.

`@A:t` attribute, `@A:t!` required · `A:t` element, `?` optional, `*` any number, `+` at least one · `( … | … )` choice
with the same signs behind · `&P` any property path, `&E` any search expression · `=t` text content · `a|b|c` enumeration ·
`/…/` pattern. Source: [MS-OXWSCDATA] and the other documents of the EWS protocol at
https://learn.microsoft.com/openspecs/exchange_server_protocols/.
"""

# ruff: noqa: E501 - one type a line, however long

from __future__ import annotations

SIMPLE = """
DefaultShapeNamesType = IdOnly|Default|AllProperties
BodyTypeResponseType = Best|HTML|Text
BodyTypeType = HTML|Text
ItemClassType = /.*/
GuidType = /[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}/
PropertyTagType = /(0x|0X)[0-9A-Fa-f]{1,4}/
NonEmptyStringType = /[\\s\\S]+/
DistinguishedPropertySetType = Meeting|Appointment|Common|PublicStrings|Address|InternetHeaders|CalendarAssistant|UnifiedMessaging|Task|Sharing
MapiPropertyTypeType = ApplicationTime|ApplicationTimeArray|Binary|BinaryArray|Boolean|CLSID|CLSIDArray|Currency|CurrencyArray|Double|DoubleArray|Error|Float|FloatArray|Integer|IntegerArray|Long|LongArray|Null|Object|ObjectArray|Short|ShortArray|SystemTime|SystemTimeArray|String|StringArray
DictionaryURIType = item:InternetMessageHeader|contacts:ImAddress|contacts:PhysicalAddress:Street|contacts:PhysicalAddress:City|contacts:PhysicalAddress:State|contacts:PhysicalAddress:CountryOrRegion|contacts:PhysicalAddress:PostalCode|contacts:PhoneNumber|contacts:EmailAddress|distributionlist:Members:Member
DistinguishedFolderIdNameType = calendar|contacts|deleteditems|drafts|inbox|journal|notes|outbox|sentitems|tasks|msgfolderroot|publicfoldersroot|root|junkemail|searchfolders|voicemail|recoverableitemsroot|recoverableitemsdeletions|recoverableitemsversions|recoverableitemspurges|recoverableitemsdiscoveryholds|archiveroot|archivemsgfolderroot|archivedeleteditems|archiveinbox|archiverecoverableitemsroot|archiverecoverableitemsdeletions|archiverecoverableitemsversions|archiverecoverableitemspurges|archiverecoverableitemsdiscoveryholds|syncissues|conflicts|localfailures|serverfailures|recipientcache|quickcontacts|conversationhistory|adminauditlogs|todosearch|mycontacts|directory|imcontactlist|peopleconnect|favorites|mecontact|personmetadata|teamspaceactivity|teamspacemessaging|teamspaceworkitems|scheduled|orionnotes|tagitems|alltaggeditems|allcategorizeditems|externalcontacts|allcontacts|allitems|alltodotasks|companycontacts|myc2ontacts|organizationalcontacts|outlooksharedwithme|peoplecentricconversation|relevantcontacts|sharepointnotificationspush|smsandchatssync|spoolsearchfolder|spoolerqueue|userconsentsettings|useractivity|uncategorizeddrafts|fromfavoritesenders|favoritesenders|crawlersettings|inferenceclassification|location|compliancemetadata|onedriveroot
SensitivityChoicesType = Normal|Personal|Private|Confidential
ImportanceChoicesType = Low|Normal|High
LegacyFreeBusyType = Free|Tentative|Busy|OOF|WorkingElsewhere|NoData
CalendarItemTypeType = Single|Occurrence|Exception|RecurringMaster
ResponseTypeType = Unknown|Organizer|Tentative|Accept|Decline|NoResponseReceived
MailboxTypeType = Unknown|OneOff|Mailbox|PublicDL|PrivateDL|Contact|PublicFolder|GroupMailbox|ImplicitContact|User
EmailAddressKeyType = EmailAddress1|EmailAddress2|EmailAddress3
ImAddressKeyType = ImAddress1|ImAddress2|ImAddress3
PhysicalAddressKeyType = Business|Home|Other
PhysicalAddressIndexType = None|Business|Home|Other
PhoneNumberKeyType = AssistantPhone|BusinessFax|BusinessPhone|BusinessPhone2|Callback|CarPhone|CompanyMainPhone|HomeFax|HomePhone|HomePhone2|Isdn|MobilePhone|OtherFax|OtherTelephone|Pager|PrimaryPhone|RadioPhone|Telex|TtyTddPhone
ContactSourceType = ActiveDirectory|Store
FileAsMappingType = None|LastCommaFirst|FirstSpaceLast|Company|LastCommaFirstCompany|CompanyLastFirst|LastFirst|LastFirstCompany|CompanyLastCommaFirst|LastFirstSuffix|LastSpaceFirstCompany|CompanyLastSpaceFirst|LastSpaceFirst|DisplayName|FirstName|LastFirstMiddleSuffix|LastName|Empty
FolderQueryTraversalType = Shallow|Deep|SoftDeleted
ItemQueryTraversalType = Shallow|SoftDeleted|Associated
SortDirectionType = Ascending|Descending
IndexBasePointType = Beginning|End
ContainmentModeType = FullString|Prefixed|Substring|PrefixOnWords|ExactPhrase
ContainmentComparisonType = Exact|IgnoreCase|IgnoreNonSpacingCharacters|Loose|IgnoreCaseAndNonSpacingCharacters|LooseAndIgnoreCase|LooseAndIgnoreNonSpace|LooseAndIgnoreCaseAndIgnoreNonSpace
CreateActionType = CreateNew|Update|UpdateOrCreate
DisposalType = HardDelete|SoftDelete|MoveToDeletedItems
ConflictResolutionType = NeverOverwrite|AutoResolve|AlwaysOverwrite
CalendarItemUpdateOperationType = SendToNone|SendOnlyToAll|SendOnlyToChanged|SendToAllAndSaveCopy|SendToChangedAndSaveCopy
CalendarItemCreateOrDeleteOperationType = SendToNone|SendOnlyToAll|SendToAllAndSaveCopy
AffectedTaskOccurrencesType = AllOccurrences|SpecifiedOccurrenceOnly
MessageDispositionType = SaveOnly|SendOnly|SendAndSaveCopy
SyncFolderItemsScopeType = NormalItems|NormalAndAssociatedItems
ResolveNamesSearchScopeType = ActiveDirectory|ActiveDirectoryContacts|Contacts|ContactsActiveDirectory
IdFormatType = EwsLegacyId|EwsId|EntryId|HexEntryId|StoreId|OwaId
FlagStatusType = NotFlagged|Flagged|Complete
TransitionTargetKindType = Period|Group
NotificationEventTypeType = CopiedEvent|CreatedEvent|DeletedEvent|ModifiedEvent|MovedEvent|NewMailEvent|FreeBusyChangedEvent
DayOfWeekType = Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Day|Weekday|WeekendDay
DayOfWeekIndexType = First|Second|Third|Fourth|Last
MonthNamesType = January|February|March|April|May|June|July|August|September|October|November|December
DaysOfWeekType = /((Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Day|Weekday|WeekendDay)\\s*)+/
"""

COMPLEX = """
ItemIdType @Id:string! @ChangeKey:string
FolderIdType @Id:string! @ChangeKey:string
AddressListIdType @Id:string!
OccurrenceItemIdType @RecurringMasterId:string! @ChangeKey:string @InstanceIndex:int!
RecurringMasterItemIdType @OccurrenceId:string! @ChangeKey:string
DistinguishedFolderIdType Mailbox:EmailAddressType? @Id:DistinguishedFolderIdNameType! @ChangeKey:string
EmailAddressType Name:string? EmailAddress:NonEmptyStringType? RoutingType:NonEmptyStringType? MailboxType:MailboxTypeType? ItemId:ItemIdType? OriginalDisplayName:string?
TargetFolderIdType ( FolderId:FolderIdType | DistinguishedFolderId:DistinguishedFolderIdType | AddressListId:AddressListIdType )
NonEmptyArrayOfBaseFolderIdsType ( FolderId:FolderIdType | DistinguishedFolderId:DistinguishedFolderIdType )+
NonEmptyArrayOfItemIdsType ItemId:ItemIdType+
UploadItemType ParentFolderId:FolderIdType ItemId:ItemIdType? Data:base64Binary @CreateAction:CreateActionType! @IsAssociated:boolean
NonEmptyArrayOfUploadItemsType Item:UploadItemType+
NonEmptyArrayOfBaseItemIdsType ( ItemId:ItemIdType | OccurrenceItemId:OccurrenceItemIdType | RecurringMasterItemId:RecurringMasterItemIdType )+
ArrayOfBaseItemIdsType ItemId:ItemIdType*
PathToUnindexedFieldType @FieldURI:UnindexedFieldURIType!
PathToIndexedFieldType @FieldURI:DictionaryURIType! @FieldIndex:string!
PathToExtendedFieldType @DistinguishedPropertySetId:DistinguishedPropertySetType @PropertySetId:GuidType @PropertyTag:PropertyTagType @PropertyName:string @PropertyId:int @PropertyType:MapiPropertyTypeType!
NonEmptyArrayOfPathsToElementType &P+
FolderResponseShapeType BaseShape:DefaultShapeNamesType AdditionalProperties:NonEmptyArrayOfPathsToElementType?
ItemResponseShapeType BaseShape:DefaultShapeNamesType IncludeMimeContent:boolean? BodyType:BodyTypeResponseType? UniqueBodyType:BodyTypeResponseType? NormalizedBodyType:BodyTypeResponseType? FilterHtmlContent:boolean? ConvertHtmlCodePageToUTF8:boolean? InlineImageUrlTemplate:string? BlockExternalImages:boolean? AddBlankTargetToLinks:boolean? MaximumBodySize:int? AdditionalProperties:NonEmptyArrayOfPathsToElementType?
AttachmentResponseShapeType IncludeMimeContent:boolean? BodyType:BodyTypeResponseType? FilterHtmlContent:boolean? AdditionalProperties:NonEmptyArrayOfPathsToElementType?
NonEmptyArrayOfPropertyValuesType Value:string+
ExtendedPropertyType ExtendedFieldURI:PathToExtendedFieldType ( Value:string | Values:NonEmptyArrayOfPropertyValuesType )
MimeContentType =string @CharacterSet:string
BodyType =string @BodyType:BodyTypeType! @IsTruncated:boolean
ArrayOfStringsType String:string*
InternetHeaderType =string @HeaderName:string!
NonEmptyArrayOfInternetHeadersType InternetMessageHeader:InternetHeaderType+
AttachmentIdType @Id:string! @RootItemId:string @RootItemChangeKey:string
RequestAttachmentIdType @Id:string!
NonEmptyArrayOfRequestAttachmentIdsType AttachmentId:AttachmentIdType+
FileAttachmentType AttachmentId:AttachmentIdType? Name:string? ContentType:string? ContentId:string? ContentLocation:string? Size:int? LastModifiedTime:dateTime? IsInline:boolean? IsContactPhoto:boolean? Content:base64Binary?
NonEmptyArrayOfAttachmentsType ( ItemAttachment:any | FileAttachment:FileAttachmentType )+
FlagType FlagStatus:FlagStatusType StartDate:dateTime? DueDate:dateTime? CompleteDate:dateTime?
EmailAddressDictionaryEntryType =string @Key:EmailAddressKeyType! @Name:string @RoutingType:string @MailboxType:MailboxTypeType
EmailAddressDictionaryType Entry:EmailAddressDictionaryEntryType+
PhoneNumberDictionaryEntryType =string @Key:PhoneNumberKeyType!
PhoneNumberDictionaryType Entry:PhoneNumberDictionaryEntryType+
ImAddressDictionaryEntryType =string @Key:ImAddressKeyType!
ImAddressDictionaryType Entry:ImAddressDictionaryEntryType+
PhysicalAddressDictionaryEntryType Street:string? City:string? State:string? CountryOrRegion:string? PostalCode:string? @Key:PhysicalAddressKeyType!
PhysicalAddressDictionaryType Entry:PhysicalAddressDictionaryEntryType*
SingleRecipientType Mailbox:EmailAddressType
ArrayOfRecipientsType Mailbox:EmailAddressType*
AttendeeType Mailbox:EmailAddressType ResponseType:ResponseTypeType? LastResponseTime:dateTime? ProposedStart:dateTime? ProposedEnd:dateTime?
NonEmptyArrayOfAttendeesType Attendee:AttendeeType+
TransitionTargetType =string @Kind:TransitionTargetKindType!
PeriodType @Bias:duration! @Name:string! @Id:string!
NonEmptyArrayOfPeriodsType Period:PeriodType+
TransitionType To:TransitionTargetType
AbsoluteDateTransitionType To:TransitionTargetType DateTime:dateTime
RecurringDayTransitionType To:TransitionTargetType TimeOffset:duration Month:int DayOfWeek:DayOfWeekType Occurrence:int
RecurringDateTransitionType To:TransitionTargetType TimeOffset:duration Month:int Day:int
ArrayOfTransitionsType ( Transition:TransitionType | AbsoluteDateTransition:AbsoluteDateTransitionType | RecurringDayTransition:RecurringDayTransitionType | RecurringDateTransition:RecurringDateTransitionType )+ @Id:string
ArrayOfTransitionsGroupsType TransitionsGroup:ArrayOfTransitionsType+
TimeZoneDefinitionType Periods:NonEmptyArrayOfPeriodsType? TransitionsGroups:ArrayOfTransitionsGroupsType? Transitions:ArrayOfTransitionsType? @Id:string @Name:string
TimeZoneContextType TimeZoneDefinition:TimeZoneDefinitionType
RelativeYearlyType DaysOfWeek:DayOfWeekType DayOfWeekIndex:DayOfWeekIndexType Month:MonthNamesType
AbsoluteYearlyType DayOfMonth:int Month:MonthNamesType
RelativeMonthlyType Interval:int DaysOfWeek:DayOfWeekType DayOfWeekIndex:DayOfWeekIndexType
AbsoluteMonthlyType Interval:int DayOfMonth:int
WeeklyType Interval:int DaysOfWeek:DaysOfWeekType FirstDayOfWeek:DayOfWeekType?
DailyType Interval:int
NoEndType StartDate:date
EndDateType StartDate:date EndDate:date
NumberedType StartDate:date NumberOfOccurrences:int
RecurrenceType ( RelativeYearlyRecurrence:RelativeYearlyType | AbsoluteYearlyRecurrence:AbsoluteYearlyType | RelativeMonthlyRecurrence:RelativeMonthlyType | AbsoluteMonthlyRecurrence:AbsoluteMonthlyType | WeeklyRecurrence:WeeklyType | DailyRecurrence:DailyType ) ( NoEndRecurrence:NoEndType | EndDateRecurrence:EndDateType | NumberedRecurrence:NumberedType )
NonEmptyArrayOfAllItemsType ( Item:ItemType | Message:MessageType | CalendarItem:CalendarItemType | Contact:ContactItemType | DistributionList:DistributionListType | MeetingMessage:any | MeetingRequest:any | MeetingResponse:any | MeetingCancellation:any | Task:any | PostItem:any | ReplyToItem:any | ForwardItem:any | ReplyAllToItem:any | AcceptItem:any | TentativelyAcceptItem:any | DeclineItem:any | CancelCalendarItem:any | RemoveItem:any | SuppressReadReceipt:any | PostReplyItem:any | AcceptSharingInvitation:any )+
ItemFieldType &P ( Item:ItemType | Message:MessageType | CalendarItem:CalendarItemType | Contact:ContactItemType | DistributionList:DistributionListType | MeetingMessage:any | MeetingRequest:any | MeetingResponse:any | MeetingCancellation:any | Task:any | PostItem:any )
DeleteFieldType &P
ItemUpdatesType ( AppendToItemField:ItemFieldType | SetItemField:ItemFieldType | DeleteItemField:DeleteFieldType )+
ItemChangeType ( ItemId:ItemIdType | OccurrenceItemId:OccurrenceItemIdType | RecurringMasterItemId:RecurringMasterItemIdType ) Updates:ItemUpdatesType
NonEmptyArrayOfItemChangesType ItemChange:ItemChangeType+
FolderType FolderId:FolderIdType? ParentFolderId:FolderIdType? FolderClass:string? DisplayName:string? TotalCount:int? ChildFolderCount:int? ExtendedProperty:ExtendedPropertyType* ManagedFolderInformation:any? EffectiveRights:any? DistinguishedFolderId:DistinguishedFolderIdNameType? PolicyTag:any? ArchiveTag:any? SharingEffectiveRights:any? PermissionSet:any? UnreadCount:int?
NonEmptyArrayOfFoldersType ( Folder:FolderType | CalendarFolder:FolderType | ContactsFolder:FolderType | SearchFolder:any | TasksFolder:FolderType )+
FolderFieldType &P ( Folder:FolderType | CalendarFolder:FolderType | ContactsFolder:FolderType | SearchFolder:any | TasksFolder:FolderType )
FolderUpdatesType ( AppendToFolderField:FolderFieldType | SetFolderField:FolderFieldType | DeleteFolderField:DeleteFieldType )+
FolderChangeType ( FolderId:FolderIdType | DistinguishedFolderId:DistinguishedFolderIdType ) Updates:FolderUpdatesType
NonEmptyArrayOfFolderChangesType FolderChange:FolderChangeType+
ConstantValueType @Value:string!
FieldURIOrConstantType ( &P | Constant:ConstantValueType )
ExistsType &P
ExcludesValueType @Value:string!
ExcludesType &P Bitmask:ExcludesValueType
ContainsType &P Constant:ConstantValueType @ContainmentMode:ContainmentModeType @ContainmentComparison:ContainmentComparisonType
TwoOperandType &P FieldURIOrConstant:FieldURIOrConstantType
NotType &E
MultipleOperandType &E+
RestrictionType &E
FieldOrderType &P @Order:SortDirectionType!
NonEmptyArrayOfFieldOrdersType FieldOrder:FieldOrderType+
IndexedPageViewType @MaxEntriesReturned:int @Offset:int! @BasePoint:IndexBasePointType!
FractionalPageViewType @MaxEntriesReturned:int @Numerator:int! @Denominator:int!
CalendarViewType @MaxEntriesReturned:int @StartDate:dateTime! @EndDate:dateTime!
ContactsViewType @MaxEntriesReturned:int @InitialName:string @FinalName:string
NonEmptyArrayOfTimeZoneIdType Id:string+
NonEmptyArrayOfNotificationEventTypesType EventType:NotificationEventTypeType+
QueryStringType =string @ResetCache:boolean @ReturnHighlightTerms:boolean @ReturnDeletedItems:boolean
PullSubscriptionRequestType FolderIds:NonEmptyArrayOfBaseFolderIdsType? EventTypes:NonEmptyArrayOfNotificationEventTypesType Watermark:NonEmptyStringType? Timeout:SubscriptionTimeoutType @SubscribeToAllFolders:boolean
StreamingSubscriptionRequestType FolderIds:NonEmptyArrayOfBaseFolderIdsType? EventTypes:NonEmptyArrayOfNotificationEventTypesType @SubscribeToAllFolders:boolean
NonEmptyArrayOfSubscriptionIdsType SubscriptionId:NonEmptyStringType+
AlternateIdType @Format:IdFormatType! @Id:string! @Mailbox:NonEmptyStringType! @IsArchive:boolean
NonEmptyArrayOfAlternateIdsType ( AlternateId:AlternateIdType | AlternatePublicFolderId:any | AlternatePublicFolderItemId:any )+
ConnectingSIDType ( PrincipalName:string | SID:string | PrimarySmtpAddress:string | SmtpAddress:string )
ExchangeImpersonationType ConnectingSID:ConnectingSIDType
VersionHeaderType @Version:string!
"""

PATHS = (
    "FieldURI:PathToUnindexedFieldType IndexedFieldURI:PathToIndexedFieldType ExtendedFieldURI:PathToExtendedFieldType"
)
EXPRESSIONS = """Exists:ExistsType Excludes:ExcludesType Contains:ContainsType Not:NotType And:MultipleOperandType
Or:MultipleOperandType IsEqualTo:TwoOperandType IsNotEqualTo:TwoOperandType IsGreaterThan:TwoOperandType
IsGreaterThanOrEqualTo:TwoOperandType IsLessThan:TwoOperandType IsLessThanOrEqualTo:TwoOperandType"""
HEADERS = """ExchangeImpersonation:ExchangeImpersonationType TimeZoneContext:TimeZoneContextType
RequestServerVersion:VersionHeaderType"""

MESSAGES = """
GetFolder FolderShape:FolderResponseShapeType FolderIds:NonEmptyArrayOfBaseFolderIdsType
CreateFolder ParentFolderId:TargetFolderIdType Folders:NonEmptyArrayOfFoldersType
FindFolder FolderShape:FolderResponseShapeType ( IndexedPageFolderView:IndexedPageViewType | FractionalPageFolderView:FractionalPageViewType )? Restriction:RestrictionType? ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType @Traversal:FolderQueryTraversalType!
DeleteFolder FolderIds:NonEmptyArrayOfBaseFolderIdsType @DeleteType:DisposalType!
EmptyFolder FolderIds:NonEmptyArrayOfBaseFolderIdsType @DeleteType:DisposalType! @DeleteSubFolders:boolean!
UpdateFolder FolderChanges:NonEmptyArrayOfFolderChangesType
MoveFolder ToFolderId:TargetFolderIdType FolderIds:NonEmptyArrayOfBaseFolderIdsType
MoveItem ToFolderId:TargetFolderIdType ItemIds:NonEmptyArrayOfBaseItemIdsType ReturnNewItemIds:boolean?
CopyItem ToFolderId:TargetFolderIdType ItemIds:NonEmptyArrayOfBaseItemIdsType ReturnNewItemIds:boolean?
ExportItems ItemIds:NonEmptyArrayOfItemIdsType
UploadItems Items:NonEmptyArrayOfUploadItemsType
SyncFolderHierarchy FolderShape:FolderResponseShapeType SyncFolderId:TargetFolderIdType? SyncState:string?
SyncFolderItems ItemShape:ItemResponseShapeType SyncFolderId:TargetFolderIdType SyncState:string? Ignore:ArrayOfBaseItemIdsType? MaxChangesReturned:MaxSyncChangesReturnedType SyncScope:SyncFolderItemsScopeType?
FindItem ItemShape:ItemResponseShapeType ( IndexedPageItemView:IndexedPageViewType | FractionalPageItemView:FractionalPageViewType | SeekToConditionPageItemView:any | CalendarView:CalendarViewType | ContactsView:ContactsViewType )? ( GroupBy:any | DistinguishedGroupBy:any )? Restriction:RestrictionType? SortOrder:NonEmptyArrayOfFieldOrdersType? ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType QueryString:QueryStringType? @Traversal:ItemQueryTraversalType!
GetItem ItemShape:ItemResponseShapeType ItemIds:NonEmptyArrayOfBaseItemIdsType
CreateItem SavedItemFolderId:TargetFolderIdType? Items:NonEmptyArrayOfAllItemsType @MessageDisposition:MessageDispositionType @SendMeetingInvitations:CalendarItemCreateOrDeleteOperationType
UpdateItem SavedItemFolderId:TargetFolderIdType? ItemChanges:NonEmptyArrayOfItemChangesType @ConflictResolution:ConflictResolutionType! @MessageDisposition:MessageDispositionType @SendMeetingInvitationsOrCancellations:CalendarItemUpdateOperationType @SuppressReadReceipts:boolean
DeleteItem ItemIds:NonEmptyArrayOfBaseItemIdsType @DeleteType:DisposalType! @SendMeetingCancellations:CalendarItemCreateOrDeleteOperationType @AffectedTaskOccurrences:AffectedTaskOccurrencesType @SuppressReadReceipts:boolean
SendItem ItemIds:NonEmptyArrayOfBaseItemIdsType SavedItemFolderId:TargetFolderIdType? @SaveItemToFolder:boolean!
GetServerTimeZones Ids:NonEmptyArrayOfTimeZoneIdType? @ReturnFullTimeZoneData:boolean
ConvertId SourceIds:NonEmptyArrayOfAlternateIdsType @DestinationFormat:IdFormatType!
ResolveNames ParentFolderIds:NonEmptyArrayOfBaseFolderIdsType? UnresolvedEntry:NonEmptyStringType @ReturnFullContactData:boolean! @SearchScope:ResolveNamesSearchScopeType @ContactDataShape:DefaultShapeNamesType
CreateAttachment ParentItemId:ItemIdType Attachments:NonEmptyArrayOfAttachmentsType
GetAttachment AttachmentShape:AttachmentResponseShapeType? AttachmentIds:NonEmptyArrayOfRequestAttachmentIdsType
DeleteAttachment AttachmentIds:NonEmptyArrayOfRequestAttachmentIdsType
GetEvents SubscriptionId:NonEmptyStringType Watermark:NonEmptyStringType
Subscribe ( PullSubscriptionRequest:PullSubscriptionRequestType | PushSubscriptionRequest:any | StreamingSubscriptionRequest:StreamingSubscriptionRequestType )
GetStreamingEvents SubscriptionIds:NonEmptyArrayOfSubscriptionIdsType ConnectionTimeout:StreamingSubscriptionConnectionTimeoutType
Unsubscribe SubscriptionId:NonEmptyStringType
"""
