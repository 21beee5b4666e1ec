namespace XHand.Web.Server;

/// <summary>
/// Lets the server listen before its parts are there: until <see cref="Open"/>, the API says 503 and health says "starting", so that
/// a start is seen from its first moment and the ports are taken while the database comes up.
/// </summary>
public sealed class WebGate
{
    private volatile WebParts? _parts;

    /// <summary>The parts, or null while starting.</summary>
    public WebParts? Parts => _parts;

    /// <summary>Serves from now on.</summary>
    public void Open(WebParts parts) => _parts = parts;
}
