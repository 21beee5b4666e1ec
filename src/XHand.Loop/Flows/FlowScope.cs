namespace XHand.Loop.Flows;

/// <summary>
/// The only place where a flow starts. It joins what it started, catches what escapes, and reports the end once, in a
/// turn of its own: the loop never sees a <see cref="Task"/>'s exception (ARCHITECTURE.md, rules of the loop, 1).
/// </summary>
public sealed class FlowScope
{
    private readonly ISwitchLoop _loop;
    private readonly string _name;
    private readonly Action<Exception?> _ended;
    private Exception? _escaped;
    private int _running;

    private FlowScope(ISwitchLoop loop, string name, Action<Exception?> ended)
    {
        _loop = loop;
        _name = name;
        _ended = ended;
    }

    /// <summary>True once the flow and all that it forked have ended.</summary>
    public bool HasEnded => _running == 0;

    /// <summary>
    /// Starts <paramref name="flow"/> in a turn of its own. <paramref name="ended"/> runs in a later turn, once, after the flow and
    /// all that was forked ended, with the first exception that escaped or null. Loop thread only.
    /// </summary>
    public static FlowScope Start(ISwitchLoop loop, string name, Func<Task> flow, Action<Exception?> ended)
    {
        ArgumentNullException.ThrowIfNull(loop);
        FlowScope scope = new(loop, name, ended);
        scope.Begin(name, flow);
        return scope;
    }

    /// <summary>Starts a flow beside the first; the scope ends after it. Throws when the scope has ended. Loop thread only.</summary>
    public void Fork(string name, Func<Task> flow)
    {
        if (HasEnded)
        {
            throw new InvalidOperationException($"The flow scope '{_name}' has ended; '{name}' cannot start in it.");
        }

        Begin(name, flow);
    }

    private void Begin(string name, Func<Task> flow)
    {
        _running++;
        _loop.Continue(name, () => _ = RunAsync(flow));
    }

    private async Task RunAsync(Func<Task> flow)
    {
        try
        {
            await flow();
        }
        catch (Exception exception)
        {
            _escaped ??= exception;
        }

        if (--_running == 0)
        {
            _loop.Continue(_name, () => _ended(_escaped));
        }
    }
}
