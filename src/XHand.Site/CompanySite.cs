using System.Collections.Frozen;

namespace XHand.Site;

/// <summary>Everything of one company. Immutable.</summary>
public sealed record CompanySite(
    Company Company,
    FrozenDictionary<string, Extension> Extensions,
    FrozenDictionary<string, Announcement> Announcements);
