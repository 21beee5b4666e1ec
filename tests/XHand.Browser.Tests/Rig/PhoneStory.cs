using XHand.Peers.Tests.Rig;

namespace XHand.Browser.Tests.Rig;

/// <summary>A daemon with extensions, and a browser that is a phone.</summary>
public sealed class PhoneStory : IAsyncLifetime
{
    /// <summary>The daemon.</summary>
    public Daemon Daemon { get; } = new();

    /// <summary>The browser.</summary>
    public Browser Browser { get; } = new();

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.WhenAll(Daemon.InitializeAsync(), Browser.InitializeAsync());

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Daemon.DisposeAsync();
    }
}
