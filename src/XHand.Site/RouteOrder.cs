namespace XHand.Site;

/// <summary>The order in which routes are looked at: lower <see cref="Route.Order"/> first, then the narrower pattern, then the name.</summary>
public sealed class RouteOrder : IComparer<Route>
{
    /// <summary>The order.</summary>
    public static readonly RouteOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(Route? x, Route? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int byOrder = x.Order.CompareTo(y.Order);
        int byPattern = byOrder != 0 ? byOrder : NumberPattern.Compare(x.Pattern, y.Pattern);
        return byPattern != 0 ? byPattern : string.CompareOrdinal(x.Name, y.Name);
    }
}
