using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace XHand.Web.Live;

/// <summary>
/// Live state for pages, at <c>/live</c> (SignalR, JSON): <c>Watch(topic)</c> and <c>Unwatch(topic)</c>; the server sends
/// <c>state(topic, version, items)</c> at once and after each change, the whole list each time, of the caller's company alone.
/// </summary>
internal sealed class LiveHub(LivePublishers publishers, LiveRecheck recheck, LiveOptions options, TimeProvider time, IServiceScopeFactory scopes) : Hub
{
    private const string Key = "live";

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        HubCallerContext context = Context;
        HttpContext request = context.GetHttpContext() ?? throw new InvalidOperationException("A live connection is always a request.");
        LiveWatcher watcher = new(Clients.Caller, context.Abort, options.SendLimit, time);
        LiveConnection connection = new(request, watcher, publishers, scopes);
        context.Items[Key] = connection;
        recheck.Add(connection, context.Abort);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[Key] is LiveConnection connection)
        {
            recheck.Remove(connection);
            connection.End();
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends the topic's states from now on.</summary>
    public async Task Watch(string topic)
    {
        LiveTopic wanted = Find(topic);
        if (!await LiveConnection.MayAsync(Context.GetHttpContext()!, wanted))
        {
            throw new HubException($"You may not watch {wanted.Name}; needed: {wanted.Needs}.");
        }

        Connection.Watch(wanted);
    }

    /// <summary>Sends them no longer.</summary>
    public void Unwatch(string topic) => Connection.Unwatch(Find(topic));

    private LiveConnection Connection => (LiveConnection)Context.Items[Key]!;

    private static LiveTopic Find(string? topic) => topic is not null && LiveTopic.All.TryGetValue(topic, out LiveTopic? found)
        ? found
        : throw new HubException($"There is no such topic; topics: {string.Join(", ", LiveTopic.All.Keys)}.");
}
