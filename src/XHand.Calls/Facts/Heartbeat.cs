using XHand.Loop;
using XHand.Loop.Journal;

namespace XHand.Calls.Facts;

/// <summary>
/// Writes a fact every 5 s while there are calls, so that a call cut by a crash has a talk time that is right to 5 s (RELIABILITY.md R3). Loop
/// thread only.
/// </summary>
public sealed class Heartbeat(ISwitchLoop loop, FactWriter facts)
{
    /// <summary>The node's own stream: the checkpoint keeps its last fact.</summary>
    public static readonly Guid Stream = new("00000000-0000-7000-8000-00006e6f6465");

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private uint _version;
    private ILoopTimer? _timer;
    private int _calls;

    /// <summary>Goes on counting where an earlier process stopped.</summary>
    public void Continue(IReadOnlyList<JournalRecord> recovered)
    {
        foreach (JournalRecord record in recovered)
        {
            if (record.Fact.Stream == Stream)
            {
                _version = Math.Max(_version, record.Fact.StreamVersion);
            }
        }
    }

    /// <summary>There are so many calls now.</summary>
    public void Watch(int calls)
    {
        _calls = calls;
        if (calls == 0)
        {
            _timer?.Dispose();
            _timer = null;
        }
        else
        {
            _timer ??= loop.StartTimer(_interval, "heartbeat", Beat);
        }
    }

    private void Beat()
    {
        facts.Write(new JournalFact(
            (ushort)FactType.NodeAlive, 1, Guid.Empty, Stream, ++_version, 0, FactCodec.Bytes(new NodeAlive(_calls), FactJson.Default.NodeAlive)));
        _timer!.Rearm(_interval);
    }
}
