using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>Everything of one company. Immutable.</summary>
public sealed record CompanySite(
    Company Company,
    FrozenDictionary<string, Extension> Extensions,
    FrozenDictionary<string, Announcement> Announcements)
{
    /// <summary>Trunks by name.</summary>
    public FrozenDictionary<string, Trunk> Trunks { get; init; } = FrozenDictionary<string, Trunk>.Empty;

    /// <summary>Routes by name.</summary>
    public FrozenDictionary<string, Route> Routes { get; init; } = FrozenDictionary<string, Route>.Empty;

    /// <summary>Redirects by DID.</summary>
    public FrozenDictionary<string, Redirect> Redirects { get; init; } = FrozenDictionary<string, Redirect>.Empty;
}
