using XHand.Loop.Ids;

namespace XHand.Loop.Tests.Ids;

public sealed class TimeOrderedIdsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualTime _time = new(Start);

    [Fact]
    public void An_id_has_version_7_the_rfc_variant_and_the_milliseconds()
    {
        Guid id = new TimeOrderedIds(_time, new SeededRandom(1)).NewId();

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 0x8, 0xB);
        long milliseconds = Convert.ToInt64(id.ToString("N")[..12], 16);
        Assert.Equal(Start.ToUnixTimeMilliseconds(), milliseconds);
    }

    [Fact]
    public void Ids_grow_within_one_millisecond_also_when_there_are_more_than_the_counter_holds()
    {
        TimeOrderedIds ids = new(_time, new SeededRandom(2));

        AssertGrows(Enumerable.Range(0, 20_000).Select(_ => ids.NewId()));
    }

    [Fact]
    public void Ids_grow_when_the_wall_clock_steps_back()
    {
        TimeOrderedIds ids = new(_time, new SeededRandom(3));
        Guid before = ids.NewId();
        _time.StepWallClock(TimeSpan.FromHours(-1));

        AssertGrows([before, ids.NewId(), ids.NewId()]);
    }

    [Fact]
    public void The_same_seed_and_clock_give_the_same_ids()
    {
        TimeOrderedIds one = new(_time, new SeededRandom(4));
        TimeOrderedIds other = new(_time, new SeededRandom(4));

        Assert.Equal(one.NewId(), other.NewId());
    }

    private static void AssertGrows(IEnumerable<Guid> ids)
    {
        Guid last = Guid.Empty;
        foreach (Guid id in ids)
        {
            Assert.True(id.CompareTo(last) > 0, $"{id} after {last}");
            Assert.True(string.CompareOrdinal(id.ToString(), last.ToString()) > 0, $"{id} after {last} as text");
            last = id;
        }
    }
}
