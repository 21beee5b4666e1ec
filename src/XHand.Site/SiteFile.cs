using System.Text.Json.Serialization;

namespace XHand.Site;

/// <summary>
/// A site file as read and checked by itself: shapes, limits, duplicates. References to what is already there are checked when it is
/// applied. Secrets stand in clear here and nowhere else.
/// </summary>
/// <param name="Company">Name of the company, "default" when left out.</param>
/// <param name="CompanySettings">Settings of the company, or null when the file has none.</param>
/// <param name="Extensions">Entries, or null when the file does not name the kind (so that --prune leaves it alone).</param>
/// <param name="Announcements">Entries, or null.</param>
public sealed record SiteFile(
    string Company,
    CompanyEntry? CompanySettings,
    IReadOnlyList<ExtensionEntry>? Extensions,
    IReadOnlyList<AnnouncementEntry>? Announcements)
{
    /// <summary>Trunks without ids yet, or null. A null password keeps the present one, an empty one takes it away.</summary>
    public IReadOnlyList<Trunk>? Trunks { get; init; }

    /// <summary>Routes without ids yet, or null.</summary>
    public IReadOnlyList<Route>? Routes { get; init; }

    /// <summary>Redirects without ids yet, or null.</summary>
    public IReadOnlyList<Redirect>? Redirects { get; init; }

    /// <summary>What is allowed but unwise: weak passwords, numbers that collide with codes.</summary>
    public IReadOnlyList<SiteProblem> Warnings { get; init; } = [];
}

/// <summary>Settings of a company in a site file; null keeps what is there.</summary>
/// <param name="Domain">Domain, lower case.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Digest">"md5" or "sha256": what phones are offered first.</param>
public sealed record CompanyEntry(string? Domain, string? TimeZone, string? Digest)
{
    /// <summary>Digest realm, written by an export with secrets so that its hashes stay valid.</summary>
    public string? Realm { get; init; }

    /// <summary>Area code (DDD), two digits; "" for none.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Addresses and networks that are never blocked.</summary>
    public IReadOnlyList<string>? SafeAddresses { get; init; }

    /// <summary>Extensions that are never blocked.</summary>
    public IReadOnlyList<string>? NeverBlocked { get; init; }
}

/// <summary>An extension in a site file: camelCase keys as in docs/site-file.md. A null password keeps the present one.</summary>
public sealed record ExtensionEntry
{
    public required string Number { get; init; }
    public string? Password { get; init; }

    /// <summary>The password as an encrypted export holds it, instead of <see cref="Password"/>.</summary>
    public DigestHashes? Hashes { get; init; }

    public string Name { get; init; } = "";
    public IReadOnlyList<CallClass> ClassOfService { get; init; } = [];
    public IReadOnlyList<string> PickupGroups { get; init; } = [];
    public IReadOnlyList<string> CanPickup { get; init; } = [];
    public bool Record { get; init; }
    public string Digest { get; init; } = "md5";
    public int MaxRegistrations { get; init; } = 5;
    public int MaxCalls { get; init; } = 99;
    public int RingSeconds { get; init; } = 60;
}

/// <summary>An announcement in a site file.</summary>
public sealed record AnnouncementEntry(string Number, string Name, string Prompt, string Language);

/// <summary>What is wrong, where: file, JSON path such as <c>extensions[3].number</c>, reason.</summary>
/// <param name="File">File, or the address of the API.</param>
/// <param name="Path">JSON path; "" for the whole.</param>
/// <param name="Reason">In English.</param>
/// <param name="Code">Stable name of the reason; "free" when nobody named it.</param>
/// <param name="Params">What stands in the reason's places, by their names: a text, or a reason of its own with code, params and text, or a list of these.</param>
[method: JsonConstructor]
public sealed record SiteProblem(string File, string Path, string Reason, string Code, IReadOnlyDictionary<string, object> Params)
{
    /// <summary>A problem whose reason has a name.</summary>
    public SiteProblem(string file, string path, Reason why)
        : this(file, path, why.Text, why.Code, why.Params)
    {
    }

    /// <summary>A problem in somebody's own words.</summary>
    public SiteProblem(string file, string path, string reason)
        : this(file, path, Site.Reason.Free(reason))
    {
    }

    /// <summary>Two are the same when they say the same of the same place.</summary>
    public bool Equals(SiteProblem? other) => other is not null && (File, Path, Reason) == (other.File, other.Path, other.Reason);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(File, Path, Reason);
}

/// <summary>One change that applying a file makes (or would make).</summary>
/// <param name="Kind">Kind as in the site file: "extensions".</param>
/// <param name="Key">Number, name or DID.</param>
/// <param name="Action">"create", "change" or "delete".</param>
/// <param name="Fields">Changed fields with old and new value as JSON text; secrets read "***".</param>
public sealed record SiteChange(string Kind, string Key, string Action, IReadOnlyList<SiteFieldChange> Fields);

/// <summary>One changed field.</summary>
public sealed record SiteFieldChange(string Field, string? Before, string? After);
