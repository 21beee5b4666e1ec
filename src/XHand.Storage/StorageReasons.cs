using XHand.Site;

namespace XHand.Storage;

/// <summary>The reasons for which a store refuses a change. The web client has each in its languages; a test compares.</summary>
public static class StorageReasons
{
    public static readonly ReasonForm RoleInUse = new("roleInUse", "User \"{user}\" has the role \"{role}\"; take it away first.");
    public static readonly ReasonForm NoRole = new("noRole", "There is no role \"{role}\".");
    public static readonly ReasonForm LastAdministrator = new("lastAdministrator", "\"{user}\" is the last administrator of company \"{company}\"; make another one first.");
    public static readonly ReasonForm NoCompany = new("noCompany", "There is no company \"{company}\".");
    public static readonly ReasonForm KeyExists = new("keyExists", "Company \"{company}\" has an API key \"{key}\" already; revoke it first.");
}
