using XHand.Loop;
using XHand.Loop.Journal;

namespace XHand.Calls.Facts;

/// <summary>
/// Appends facts and, when the journal's ring is full, keeps them in order in memory until it takes them again: a call that ends may not lose its
/// record (RELIABILITY.md R6). Loop thread only.
/// </summary>
public sealed class FactWriter(ISwitchLoop loop, IJournal journal)
{
    /// <summary>Facts kept while the journal takes none; what comes beyond is lost and counted.</summary>
    public const int MaxWaiting = 10_000;

    private static readonly TimeSpan _retryAfter = TimeSpan.FromMilliseconds(100);
    private readonly Queue<JournalFact> _waiting = new();
    private ILoopTimer? _retry;

    /// <summary>False while new calls are to be refused.</summary>
    public bool AcceptsNewCalls => _waiting.Count == 0 && journal.AcceptsNewCalls;

    /// <summary>Facts waiting in memory.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Facts lost.</summary>
    public long Lost { get; private set; }

    /// <summary>Appends; the sequence, or 0 when it has to wait.</summary>
    public ulong Write(in JournalFact fact)
    {
        if (_waiting.Count == 0)
        {
            ulong sequence = journal.Append(fact);
            if (sequence != 0)
            {
                return sequence;
            }
        }

        if (_waiting.Count >= MaxWaiting)
        {
            Lost++;
            CallsMetrics.FactLost();
            return 0;
        }

        _waiting.Enqueue(fact);
        _retry ??= loop.StartTimer(_retryAfter, "journal-retry", Retry);
        return 0;
    }

    /// <summary>Calls <paramref name="done"/> in a later turn, once the fact is in the file; at once for one that waits in memory.</summary>
    public void WhenWritten(ulong sequence, Action done)
    {
        if (sequence == 0)
        {
            loop.Continue("journal-unwritten", done);
        }
        else
        {
            journal.WhenWritten(sequence, done);
        }
    }

    private void Retry()
    {
        _retry = null;
        while (_waiting.TryPeek(out JournalFact fact) && journal.Append(fact) != 0)
        {
            _waiting.Dequeue();
        }

        if (_waiting.Count > 0)
        {
            _retry = loop.StartTimer(_retryAfter, "journal-retry", Retry);
        }
    }
}
