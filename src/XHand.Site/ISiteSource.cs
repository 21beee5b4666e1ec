namespace XHand.Site;

/// <summary>The snapshot in force.</summary>
public interface ISiteSource
{
    /// <summary>Read once per decision and kept for it; any thread.</summary>
    SiteSnapshot Current { get; }
}
