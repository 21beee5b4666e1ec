using XHand.Loop.Journal;
using static XHand.Loop.Tests.Journal.FactFactory;

namespace XHand.Loop.Tests.Journal;

public sealed class MemoryJournalTests
{
    private readonly VirtualLoop _loop = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void It_counts_stamps_and_keeps_facts()
    {
        MemoryJournal journal = new(_loop);
        Assert.Equal(1ul, journal.Append(Fact(Stage, 1)));
        _loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2ul, journal.Append(Fact(Stage, 2)));

        Assert.Equal([1ul, 2ul], journal.Records.Select(record => record.Sequence));
        Assert.Equal(_loop.Time.GetUtcNow(), journal.Records[1].Utc);
        Assert.Equal(TimeSpan.TicksPerSecond, journal.Records[1].MonotonicTicks);
    }

    [Fact]
    public void What_waits_for_a_fact_is_told_in_the_next_turn()
    {
        MemoryJournal journal = new(_loop);
        bool told = false;
        journal.WhenWritten(journal.Append(Fact(Stage, 1)), () => told = true);
        Assert.False(told);

        _loop.RunUntilIdle();

        Assert.True(told);
    }

    [Fact]
    public void It_sheds_when_told_to()
    {
        MemoryJournal journal = new(_loop) { Sheds = true };

        Assert.Equal(0ul, journal.Append(Fact(Stage, 1)));
        Assert.Empty(journal.Records);
    }
}
