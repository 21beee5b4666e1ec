using XHand.Site;

namespace XHand.TestKit;

/// <summary>A site that is what the test says.</summary>
public sealed class FixedSite : ISiteSource
{
    /// <inheritdoc/>
    public SiteSnapshot Current { get; set; } = null!;
}
