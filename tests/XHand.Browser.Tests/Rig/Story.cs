using XHand.Peers.Tests.Rig;

namespace XHand.Browser.Tests.Rig;

/// <summary>What a story needs: a daemon that has just been started for the first time, with nothing in it, and a browser.</summary>
public sealed class Story : IAsyncLifetime
{
    /// <summary>The daemon.</summary>
    public Daemon Daemon { get; } = new() { SiteFile = null };

    /// <summary>The browser.</summary>
    public Browser Browser { get; } = new();

    /// <summary>Where the pages are.</summary>
    public Uri Server => new($"http://127.0.0.1:{Daemon.HttpPort}");

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.WhenAll(Daemon.InitializeAsync(), Browser.InitializeAsync());

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Daemon.DisposeAsync();
    }
}
