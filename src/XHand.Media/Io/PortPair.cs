namespace XHand.Media.Io;

/// <summary>Two bound sockets: RTP on an even port, RTCP on the next.</summary>
internal sealed record PortPair(int Port, IDatagramSocket Rtp, IDatagramSocket Rtcp) : IDisposable
{
    /// <summary>Closes both.</summary>
    public void Dispose()
    {
        Rtp.Dispose();
        Rtcp.Dispose();
    }
}
