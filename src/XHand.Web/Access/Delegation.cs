using XHand.Storage;

namespace XHand.Web.Access;

/// <summary>
/// Nobody gives what they do not have: who may change users but is no administrator can neither make an administrator nor take over the account
/// of one.
/// </summary>
internal static class Delegation
{
    /// <summary>The first permission of these roles that the caller lacks, or null when it may give and take them.</summary>
    public static string? Lacking(Caller caller, IEnumerable<string> roles, IReadOnlyList<RoleRow> own)
    {
        string[] names = [.. roles];
        IEnumerable<string> granted = own.Where(role => names.Contains(role.Name)).SelectMany(role => role.Permissions);
        return Lacking(caller, Permissions.OfRoles(names, granted));
    }

    /// <summary>The first of these permissions that the caller lacks, or null.</summary>
    public static string? Lacking(Caller caller, IEnumerable<string> permissions) =>
        permissions.Order(StringComparer.Ordinal).FirstOrDefault(permission => !caller.May(permission));
}
