using Microsoft.AspNetCore.SignalR;

namespace XHand.Web.Live;

/// <summary>
/// One connection's sending side. It holds at most one state a topic, the newest: who is slow skips states, and who takes none
/// within the limit is disconnected. Any thread.
/// </summary>
internal sealed class LiveWatcher(IClientProxy client, Action abort, TimeSpan sendLimit, TimeProvider time)
{
    private const string Method = "state";

    private readonly Lock _changing = new();
    private readonly Dictionary<string, LiveState> _waiting = [];
    private readonly HashSet<string> _topics = [];
    private bool _isSending;

    /// <summary>Names of the topics that it watches.</summary>
    public IReadOnlyList<string> Topics
    {
        get
        {
            lock (_changing)
            {
                return [.. _topics];
            }
        }
    }

    /// <summary>States of that topic are taken from now on; false when they were already.</summary>
    public bool Watch(string topic)
    {
        lock (_changing)
        {
            return _topics.Add(topic);
        }
    }

    /// <summary>States of that topic are dropped from now on; false when they were already.</summary>
    public bool Unwatch(string topic)
    {
        lock (_changing)
        {
            _waiting.Remove(topic);
            return _topics.Remove(topic);
        }
    }

    /// <summary>Sends the state, or lets it take the place of an older one that could not be sent yet.</summary>
    public void Offer(LiveState state)
    {
        lock (_changing)
        {
            if (!_topics.Contains(state.Topic))
            {
                return;
            }

            _waiting[state.Topic] = state;
            if (_isSending)
            {
                return;
            }

            _isSending = true;
        }

        _ = SendAllAsync();
    }

    private async Task SendAllAsync()
    {
        // Away from the publisher at once: writing may take long.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (Next() is { } state)
            {
                await client.SendCoreAsync(Method, [state.Topic, state.Version, state.Items]).WaitAsync(sendLimit, time);
            }
        }
        catch (Exception e) when (e is TimeoutException or IOException or OperationCanceledException or InvalidOperationException)
        {
            abort();
        }
    }

    private LiveState? Next()
    {
        lock (_changing)
        {
            foreach ((string topic, LiveState state) in _waiting)
            {
                _waiting.Remove(topic);
                return state;
            }

            _isSending = false;
            return null;
        }
    }
}
