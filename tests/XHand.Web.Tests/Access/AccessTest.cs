using System.Net;
using System.Text.Json;

namespace XHand.Web.Tests.Access;

/// <summary>A test with a server and an empty database of its own.</summary>
[Collection(AccessDatabase.Collection)]
public abstract class AccessTest(AccessDatabase database) : IAsyncLifetime
{
    private protected AccessServer Server { get; private set; } = null!;

    private protected AccessDatabase Database => database;

    public async Task InitializeAsync() => Server = await AccessServer.StartAsync(database);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private protected static Task<JsonElement> ExpectAsync(HttpStatusCode expected, HttpResponseMessage response) => Browser.JsonAsync(response, expected);

    private protected static async Task<JsonElement> ExpectAsync(HttpStatusCode expected, Task<HttpResponseMessage> response) =>
        await Browser.JsonAsync(await response, expected);
}
