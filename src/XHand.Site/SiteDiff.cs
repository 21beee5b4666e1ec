using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>What differs between two states of one company's site. Pure.</summary>
public static class SiteDiff
{
    /// <summary>What a secret reads in a change.</summary>
    public const string Masked = "\"***\"";

    /// <summary>What applying the file would change, in the file's order of kinds, each by number.</summary>
    public static IReadOnlyList<SiteChange> Of(CompanySite current, SiteFile file, bool prune) =>
        Between(current, SiteMerge.Apply(current, file, prune, () => Guid.Empty));

    /// <summary>
    /// What leads from one state to the other; the company of a null <paramref name="before"/> is created. Ids are not compared.
    /// </summary>
    public static IReadOnlyList<SiteChange> Between(CompanySite? before, CompanySite after)
    {
        List<SiteChange> changes = [];
        Compare(changes, "company", after.Company.Name, before?.Company, after.Company, SiteRecordFields.Company, NoSecret);
        Compare(
            changes,
            "extensions",
            before?.Extensions ?? FrozenDictionary<string, Extension>.Empty,
            after.Extensions,
            SiteRecordFields.Extension,
            Password);
        Compare(
            changes,
            "announcements",
            before?.Announcements ?? FrozenDictionary<string, Announcement>.Empty,
            after.Announcements,
            SiteRecordFields.Announcement,
            NoSecret);
        Compare(
            changes,
            "trunks",
            before?.Trunks ?? FrozenDictionary<string, Trunk>.Empty,
            after.Trunks,
            SiteRecordFields.Trunk,
            Password);
        Compare(
            changes,
            "routes",
            before?.Routes ?? FrozenDictionary<string, Route>.Empty,
            after.Routes,
            SiteRecordFields.Route,
            NoSecret);
        Compare(
            changes,
            "redirects",
            before?.Redirects ?? FrozenDictionary<string, Redirect>.Empty,
            after.Redirects,
            SiteRecordFields.Redirect,
            NoSecret);
        return changes;
    }

    private static void Compare<T>(
        List<SiteChange> changes,
        string kind,
        FrozenDictionary<string, T> before,
        FrozenDictionary<string, T> after,
        IReadOnlyList<SiteRecordField<T>> fields,
        Func<T?, T?, SiteFieldChange?> secret)
        where T : class
    {
        foreach (string key in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            Compare(changes, kind, key, before.GetValueOrDefault(key), after.GetValueOrDefault(key), fields, secret);
        }
    }

    private static void Compare<T>(
        List<SiteChange> changes,
        string kind,
        string key,
        T? before,
        T? after,
        IReadOnlyList<SiteRecordField<T>> fields,
        Func<T?, T?, SiteFieldChange?> secret)
        where T : class
    {
        List<SiteFieldChange> changed = secret(before, after) is { } hidden ? [hidden] : [];
        foreach (SiteRecordField<T> field in fields)
        {
            string? was = Value(field, before);
            string? becomes = Value(field, after);
            if (was != becomes)
            {
                changed.Add(new(field.Name, was, becomes));
            }
        }

        if (changed.Count > 0)
        {
            changes.Add(new(kind, key, before is null ? "create" : after is null ? "delete" : "change", changed));
        }
    }

    private static string? Value<T>(SiteRecordField<T> field, T? record)
        where T : class =>
        record is null || !field.IsSet(record) ? null : field.Json(record);

    private static SiteFieldChange? NoSecret<T>(T? before, T? after) => null;

    private static SiteFieldChange? Password(Trunk? before, Trunk? after) => before?.Password == after?.Password
        ? null
        : new("password", before?.Password is null ? null : Masked, after?.Password is null ? null : Masked);

    private static SiteFieldChange? Password(Extension? before, Extension? after) =>
        before?.Md5Ha1 == after?.Md5Ha1 && before?.Sha256Ha1 == after?.Sha256Ha1
            ? null
            : new("password", before?.Md5Ha1 is null ? null : Masked, after?.Md5Ha1 is null ? null : Masked);
}
