namespace XHand.Site;

/// <summary>
/// Every reason for which a site file, or one record by the API, is refused or doubted. The web client has each in its languages; a test
/// compares. A new sentence is a new code.
/// </summary>
public static class SiteReasons
{
    /// <summary>Somebody else's words.</summary>
    public static readonly ReasonForm Free = new("free", "{text}");

    // Shapes of JSON.
    public static readonly ReasonForm NotAnObject = new("notAnObject", "must be an object ({what}), not {kind}");
    public static readonly ReasonForm NotAList = new("notAList", "must be a list such as {example}, not {kind}");
    public static readonly ReasonForm NotEntries = new("notEntries", "must be a list of entries, not {kind}");
    public static readonly ReasonForm NotAString = new("notAString", "must be a string such as \"{example}\", not {kind}");
    public static readonly ReasonForm NotQuoted = new("notQuoted", "must be a string such as \"{example}\", in quotes, not {kind}");
    public static readonly ReasonForm NotAWholeNumber = new("notAWholeNumber", "must be a whole number from {least} to {most}, not {kind}");
    public static readonly ReasonForm OutOfRange = new("outOfRange", "must be a whole number from {least} to {most}");
    public static readonly ReasonForm NotTrueOrFalse = new("notTrueOrFalse", "must be true or false, not {kind}");
    public static readonly ReasonForm NotTrue = new("notTrue", "must be true");
    public static readonly ReasonForm StringTooLong = new("stringTooLong", "is a string of {bytes} bytes: far too long");
    public static readonly ReasonForm HalfCharacter = new("halfCharacter", "holds an escape that is half of a character (\\uD800 to \\uDFFF alone)");
    public static readonly ReasonForm KeyTwice = new("keyTwice", "has the key \"{key}\" twice");
    public static readonly ReasonForm UnknownField = new("unknownField", "is no field of this; allowed: {allowed}");
    public static readonly ReasonForm TooManyElements = new("tooManyElements", "may have {most} elements at most");
    public static readonly ReasonForm KindObject = new("kindObject", "an object");
    public static readonly ReasonForm KindList = new("kindList", "a list");
    public static readonly ReasonForm KindString = new("kindString", "a string");
    public static readonly ReasonForm KindNumber = new("kindNumber", "a number");
    public static readonly ReasonForm KindFlag = new("kindFlag", "true or false");
    public static readonly ReasonForm KindNull = new("kindNull", "null (leave the field out for its default)");
    public static readonly ReasonForm KindOther = new("kindOther", "this");

    // The file as a whole.
    public static readonly ReasonForm FileTooLarge = new("fileTooLarge", "has {bytes} bytes; {most} are allowed");
    public static readonly ReasonForm FileUtf16 = new("fileUtf16", "is encoded in UTF-16; save it as UTF-8");
    public static readonly ReasonForm FileEmpty = new("fileEmpty", "is empty; the least that a site file holds is {}");
    public static readonly ReasonForm FileNotUtf8 = new("fileNotUtf8", "is not valid UTF-8: byte {at} begins no character");
    public static readonly ReasonForm FileBroken = new("fileBroken", "is broken JSON at {place}: {reason}");
    public static readonly ReasonForm KeyLater = new("keyLater", "is not supported by this version of XHand; supported: {supported}");
    public static readonly ReasonForm KeyUnknown = new("keyUnknown", "is no key of a site file; allowed: {allowed}");
    public static readonly ReasonForm More = new("more", "there are more; they are not listed");
    public static readonly ReasonForm CompanyEmpty = new("companyEmpty", "is empty; leave it out for the default company");

    // Texts, numbers and words of any field.
    public static readonly ReasonForm NoField = new("noField", "has no \"{field}\"");
    public static readonly ReasonForm Empty = new("empty", "is empty");
    public static readonly ReasonForm TooLong = new("tooLong", "may have {most} characters at most; it has {count}");
    public static readonly ReasonForm ControlCharacter = new("controlCharacter", "holds the control character {character}");
    public static readonly ReasonForm OuterSpace = new("outerSpace", "begins or ends with a space");
    public static readonly ReasonForm NotOneOf = new("notOneOf", "must be one of {allowed}, not \"{word}\"");
    public static readonly ReasonForm Twice = new("twice", "\"{item}\" stands in the list twice");
    public static readonly ReasonForm NotAName = new("notAName", "must be 1 to {most} letters, digits, spaces and - _ . and begin with a letter or digit");
    public static readonly ReasonForm NotDialable = new("notDialable", "\"{text}\" must be at most {most} characters of {allowed}");
    public static readonly ReasonForm NotDialablePlus = new("notDialablePlus", "\"{text}\" must be at most {most} characters of {allowed}, with a + before them or without");
    public static readonly ReasonForm NoClass = new("noClass", "\"{word}\" is no class of calls; allowed: {allowed}");
    public static readonly ReasonForm ClassAlways = new("classAlways", "\"{word}\" is always allowed; leave it out");
    public static readonly ReasonForm ClassFixed = new("classFixed", "cannot be \"emergency\": which numbers are emergency numbers is fixed");

    // Numbers.
    public static readonly ReasonForm NumberRefused = new("numberRefused", "\"{number}\" {why}");
    public static readonly ReasonForm NumberDoubted = new("numberDoubted", "{number} {why}");
    public static readonly ReasonForm NumberOfCode = new("numberOfCode", "may not begin with * or #: those begin dialled codes");
    public static readonly ReasonForm NumberDigits = new("numberDigits", "must be {least} to {most} digits");
    public static readonly ReasonForm NumberDials = new("numberDials", "is taken: dialling {number} {does}");
    public static readonly ReasonForm NumberEmergency = new("numberEmergency", "is taken: {number} is an emergency number ({service})");
    public static readonly ReasonForm NumberParks = new("numberParks", "will be a parking place's number: parked calls are retrieved at 701 to 709");
    public static readonly ReasonForm NumberPublic = new("numberPublic", "is a public service's number: that one can then not be called outside");
    public static readonly ReasonForm NumberAbroad = new("numberAbroad", "begins with 00, the prefix of international calls: that one number can then not be called outside");
    public static readonly ReasonForm NumberFar = new("numberFar", "begins with 0, the prefix of long-distance calls: that one number can then not be called outside");
    public static readonly ReasonForm NumberFax = new("numberFax", "begins with 3: *3{number} picks it up, and *33 is also the code that takes a fax");
    public static readonly ReasonForm TakenByExtension = new("takenByExtension", "{number} is an extension's number already");
    public static readonly ReasonForm TakenByAnnouncement = new("takenByAnnouncement", "{number} is an announcement's number already");
    public static readonly ReasonForm KeyTaken = new("keyTaken", "{key} is the {field} of {place} too");

    // Phones' passwords and sealed secrets.
    public static readonly ReasonForm PasswordLength = new("passwordLength", "must have {least} to {most} characters; it has {count}");
    public static readonly ReasonForm PasswordCharacters = new("passwordCharacters", "may hold printable ASCII characters without spaces only");
    public static readonly ReasonForm PasswordIsNumber = new("passwordIsNumber", "is the number itself: choose another");
    public static readonly ReasonForm PasswordMonotone = new("passwordMonotone", "must hold at least {least} different characters");
    public static readonly ReasonForm PasswordDigits = new("passwordDigits", "is weak: digits alone, and fewer than {least}");
    public static readonly ReasonForm PasswordRun = new("passwordRun", "is weak: it is a run of neighbouring keys, digits or letters");
    public static readonly ReasonForm PasswordWord = new("passwordWord", "is weak: it is a word that attackers try first");
    public static readonly ReasonForm PasswordHasNumber = new("passwordHasNumber", "is weak: it holds the number");
    public static readonly ReasonForm SecretShape = new("secretShape", "must be a string, or an object with the key \"encrypted\"");
    public static readonly ReasonForm SecretEmpty = new("secretEmpty", "is encrypted, but holds no password");
    public static readonly ReasonForm SecretLocked = new("secretLocked", "is encrypted: give the key it was exported with (--secrets-key FILE)");
    public static readonly ReasonForm SecretBroken = new("secretBroken", "cannot be decrypted: {reason}");
    public static readonly ReasonForm SecretOfOtherRealm = new("secretOfOtherRealm", "was exported from a company with the realm {realm} and means nothing here; apply the file with its companySettings.realm to an empty company, or give the password in clear");

    // The company.
    public static readonly ReasonForm NoDomain = new("noDomain", "\"{domain}\" is no domain name such as pabx.example.com");
    public static readonly ReasonForm NoRealm = new("noRealm", "must be 1 to 64 letters, digits and . - _ @");
    public static readonly ReasonForm NoAreaCode = new("noAreaCode", "\"{code}\" is no area code: two digits without a zero, such as 21");
    public static readonly ReasonForm NoTimeZone = new("noTimeZone", "\"{zone}\" is no time zone of the IANA list such as America/Sao_Paulo");
    public static readonly ReasonForm CompanyUnknown = new("companyUnknown", "\"{company}\" does not exist; to make it, give its phones' domain in companySettings.domain");
    public static readonly ReasonForm DomainTaken = new("domainTaken", "{domain} is the domain of company \"{company}\"");
    public static readonly ReasonForm Settled = new("settled", "cannot change from {before} to {after}: the company has extensions");

    // Trunks.
    public static readonly ReasonForm NoHost = new("noHost", "\"{host}\" is neither a host name such as {example} nor an address");
    public static readonly ReasonForm NoLogin = new("noLogin", "must be at most 64 letters, digits and . _ - + @ ! ~ * ' & = $");
    public static readonly ReasonForm NoNetwork = new("noNetwork", "\"{network}\" is no address and no network such as 203.0.113.0/24 (its host bits zero)");
    public static readonly ReasonForm WideNetwork = new("wideNetwork", "{network} is too wide a network: at least /{least}");
    public static readonly ReasonForm NoCodec = new("noCodec", "\"{codec}\" is no codec of this version of XHand; supported: {supported}");
    public static readonly ReasonForm NeedsCodec = new("needsCodec", "must name at least one codec");
    public static readonly ReasonForm CheckEvery = new("checkEvery", "must be 0 (no checks) or 10 to 3600");
    public static readonly ReasonForm NeededBy = new("neededBy", "must be given for a trunk with {setting}");

    // Routes and redirects.
    public static readonly ReasonForm NeedsTrunk = new("needsTrunk", "must name at least one trunk for the calls to go over");
    public static readonly ReasonForm PatternDot = new("patternDot", "has a \".\" at position {at}; it may stand at the end only");
    public static readonly ReasonForm PatternSign = new("patternSign", "has \"{sign}\" at position {at}; allowed: digits, X, Z, N, [789], [2-5] and a final \".\"");
    public static readonly ReasonForm PatternOpen = new("patternOpen", "has a \"[\" at position {at} that no \"]\" closes");
    public static readonly ReasonForm PatternSet = new("patternSet", "has \"{set}\" at position {at}; between the brackets stand digits and ranges such as 2-5");
    public static readonly ReasonForm DidDigits = new("didDigits", "\"{did}\" must be {least} to {most} digits: the end of the called number as the operator sends it");
    public static readonly ReasonForm DidEmergency = new("didEmergency", "{did} is an emergency number ({service}); give more digits of the called number");
    public static readonly ReasonForm NoDestination = new("noDestination", "is no destination; allowed: {allowed}");
    public static readonly ReasonForm DestinationKeys = new("destinationKeys", "must have one key, one of {allowed}; it has {count}");
    public static readonly ReasonForm PromptName = new("promptName", "must be the name of a prompt without folder and ending: 1 to 64 letters, digits, - and _");
    public static readonly ReasonForm NoPrompt = new("noPrompt", "there is no prompt \"{prompt}\" in {language}");

    // What refers to what.
    public static readonly ReasonForm Missing = new("missing", "there is no {what}");
    public static readonly ReasonForm StillUsed = new("stillUsed", "{what} cannot be deleted: {use}");
    public static readonly ReasonForm UsedBy = new("usedBy", "{key} cannot be deleted: it is used by {users}");
    public static readonly ReasonForm UsedByMore = new("usedByMore", "{key} cannot be deleted: it is used by {users} and {count} more");
    public static readonly ReasonForm TheTrunk = new("theTrunk", "trunk \"{name}\"");
    public static readonly ReasonForm TheRoute = new("theRoute", "route \"{name}\"");
    public static readonly ReasonForm TheRedirect = new("theRedirect", "redirect {did}");
    public static readonly ReasonForm TheExtension = new("theExtension", "extension {number}");
    public static readonly ReasonForm TheAnnouncement = new("theAnnouncement", "announcement {number}");
    public static readonly ReasonForm RouteOver = new("routeOver", "route \"{name}\" goes over it");
    public static readonly ReasonForm RedirectTo = new("redirectTo", "redirect {did} leads to it");
    public static readonly ReasonForm TooMany = new("tooMany", "a company may have {most} of them; it would have {count}");
}
