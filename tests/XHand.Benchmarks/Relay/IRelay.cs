using System.Net;

namespace XHand.Benchmarks.Relay;

/// <summary>A relay under measurement: N calls between two addresses of the generator.</summary>
internal interface IRelay : IDisposable
{
    /// <summary>What it is called in the results.</summary>
    string Name { get; }

    /// <summary>The name of the threads that relay, as the kernel shows it (at most 15 characters).</summary>
    string ThreadName { get; }

    /// <summary>Opens the calls and gives the ports of each side.</summary>
    IReadOnlyList<(int Left, int Right)> Open(int calls, IPEndPoint left, IPEndPoint right);
}
