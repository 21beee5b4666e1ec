using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using XHand.Host.Serving;

namespace XHand.Host.Tests.Serving;

public sealed class QueuedSinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Lines_come_out_in_their_order_and_none_is_left_at_the_end()
    {
        StandingSink target = new();
        target.Go.Set();
        using (QueuedSink sink = new(Over(target)))
        {
            for (int i = 0; i < 1_000; i++)
            {
                sink.Emit(Line($"{i}"));
            }
        }

        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i}"), target.Lines);
    }

    [Fact]
    public void Target_that_stands_still_holds_up_nobody_and_what_was_dropped_is_told()
    {
        StandingSink target = new();
        using (QueuedSink sink = new(Over(target)))
        {
            sink.Emit(Line("first"));
            Assert.True(target.Reached.Wait(Patience));
            for (int i = 0; i < QueuedSink.Capacity + 7; i++)
            {
                sink.Emit(Line("more"));
            }

            Assert.Equal(7, sink.Dropped);
            target.Go.Set();
        }

        Assert.Equal(1 + QueuedSink.Capacity + 1, target.Lines.Count);
        Assert.Contains(target.Lines, line => line.StartsWith("7 log lines were dropped", StringComparison.Ordinal));
    }

    private static Logger Over(StandingSink target) => new LoggerConfiguration().WriteTo.Sink(target).CreateLogger();

    private static LogEvent Line(string text) =>
        new(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, new MessageTemplateParser().Parse(text), []);

    private sealed class StandingSink : ILogEventSink
    {
        public ManualResetEventSlim Go { get; } = new();

        public ManualResetEventSlim Reached { get; } = new();

        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent)
        {
            Reached.Set();
            Go.Wait();
            Lines.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
