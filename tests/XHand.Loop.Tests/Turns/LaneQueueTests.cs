using XHand.Loop.Turns;

namespace XHand.Loop.Tests.Turns;

public sealed class LaneQueueTests
{
    [Fact]
    public void It_gives_back_in_order_and_refuses_when_full()
    {
        LaneQueue lane = new(4);
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < 4; i++)
            {
                Assert.True(lane.TryEnqueue($"{i}", () => { }));
            }

            Assert.False(lane.TryEnqueue("too many", () => { }));
            Assert.Equal(4, lane.Depth);
            for (int i = 0; i < 4; i++)
            {
                Assert.True(lane.TryDequeue(out Turn turn));
                Assert.Equal($"{i}", turn.Name);
            }

            Assert.False(lane.TryDequeue(out _));
        }
    }

    [Fact]
    public void A_closed_lane_refuses_and_still_gives_what_it_holds()
    {
        LaneQueue lane = new(4);
        lane.TryEnqueue("before", () => { });
        lane.Close();

        Assert.False(lane.TryEnqueue("after", () => { }));
        Assert.Equal(1, lane.Depth);
        Assert.True(lane.TryDequeue(out Turn turn));
        Assert.Equal("before", turn.Name);
        Assert.Equal(0, lane.Depth);
    }

    [Fact]
    public void Many_producers_lose_nothing_and_each_keeps_its_order()
    {
        const int Producers = 4;
        const int Each = 50_000;
        LaneQueue lane = new(256);
        int[] next = new int[Producers];
        Thread[] threads = [.. Enumerable.Range(0, Producers).Select(producer => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                int expected = i;
                SpinWait spin = default;
                while (!lane.TryEnqueue("n", () => Assert.Equal(expected, next[producer]++)))
                {
                    spin.SpinOnce();
                }
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());

        SpinWait idle = default;
        for (int taken = 0; taken < Producers * Each;)
        {
            if (lane.TryDequeue(out Turn turn))
            {
                turn.Work();
                taken++;
            }
            else
            {
                idle.SpinOnce();
            }
        }

        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(next, count => Assert.Equal(Each, count));
        Assert.False(lane.HasNext);
    }

    [Fact]
    public void A_post_allocates_nothing()
    {
        LaneQueue lane = new(64);
        Action work = static () => { };
        lane.TryEnqueue("warm", work);
        lane.TryDequeue(out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            lane.TryEnqueue("turn", work);
            lane.TryDequeue(out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
