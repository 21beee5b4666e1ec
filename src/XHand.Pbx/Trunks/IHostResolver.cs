using System.Net;

namespace XHand.Pbx.Trunks;

/// <summary>Looks host names up, off the loop.</summary>
public interface IHostResolver
{
    /// <summary>
    /// Asks for the addresses of <paramref name="host"/>; <paramref name="answer"/> runs once, in a later turn of the loop, with null when the
    /// lookup failed. Loop thread only.
    /// </summary>
    void Resolve(string host, Action<IReadOnlyList<IPAddress>?> answer);
}
