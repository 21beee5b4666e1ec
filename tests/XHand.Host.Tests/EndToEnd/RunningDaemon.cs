namespace XHand.Host.Tests.EndToEnd;

/// <summary>A daemon with two extensions, shared by the tests that leave it as it was.</summary>
public sealed class RunningDaemon : IAsyncLifetime
{
    internal DaemonProcess Daemon { get; } = new();

    public async Task InitializeAsync()
    {
        await Daemon.StartAsync();
        await Daemon.DoAsync("apply", await Daemon.WriteAsync("site.json", """
            {
              "extensions": [
                {"number": "1700", "password": "Zeb-4411-ra-x", "name": "Ana"},
                {"number": "1701", "password": "Zeb-4412-ra-x", "name": "Bruno"}
              ],
              "announcements": [{"number": "1799", "name": "Boas-vindas", "prompt": "welcome", "language": "pt-BR"}]
            }
            """));
    }

    public async Task DisposeAsync() => await Daemon.DisposeAsync();
}
