using XHand.Calls.Facts;
using XHand.Simulation;

namespace XHand.Simulation.Tests;

/// <summary>The audit is no better than what it finds: one record of a good run is distorted, and it has to say so.</summary>
public sealed class RecordAuditTests
{
    [Fact]
    public void A_record_that_is_missing_is_found() =>
        Assert.Contains(Audit(record => null), finding => finding.StartsWith("A call that was started has one start and one record", StringComparison.Ordinal));

    [Fact]
    public void An_answer_that_never_was_is_found() =>
        Assert.Contains(
            Audit(record => record with { Result = CallResult.NoAnswer, AnsweredAt = null, TalkMs = 0 }),
            finding => finding.StartsWith("The caller heard the answer if and only if", StringComparison.Ordinal));

    [Fact]
    public void A_millisecond_of_talk_too_much_is_found() =>
        Assert.Contains(Audit(record => record with { TalkMs = record.TalkMs + 1 }), finding => finding.StartsWith("Talk time is", StringComparison.Ordinal));

    [Fact]
    public void An_end_after_the_phones_knew_of_it_is_found() =>
        Assert.Contains(
            Audit(record => record with { EndedAt = record.EndedAt.AddSeconds(1), TalkMs = record.TalkMs + 1_000 }),
            finding => finding.StartsWith("The record's end is not after", StringComparison.Ordinal));

    [Fact]
    public void An_end_before_anybody_hung_up_is_found() =>
        Assert.Contains(
            Audit(record => record with { EndedAt = record.EndedAt.AddSeconds(-1), TalkMs = record.TalkMs - 1_000 }),
            finding => finding.StartsWith("The record's end is not before", StringComparison.Ordinal));

    [Fact]
    public void The_wrong_one_to_hang_up_is_found() =>
        Assert.Contains(
            Audit(record => record with { EndedBy = record.EndedBy == EndedBy.Caller ? EndedBy.Callee : EndedBy.Caller }),
            finding => finding.StartsWith("What a record says of the end", StringComparison.Ordinal));

    [Fact]
    public void A_good_run_has_no_findings() => Assert.Empty(Audit(record => record));

    // The first call that two people talked in for a while and one of them ended.
    private static IReadOnlyList<string> Audit(Func<CallRecord, CallRecord?> distort)
    {
        bool isDone = false;
        SimulationReport report = Simulation.Run(new SimulationSettings { Phones = 20, Calls = 40, CallsPerSecond = 0.5 }, distort: record =>
        {
            if (isDone || record.TalkMs < 5_000 || record.EndedBy == EndedBy.System || record.Legs.Count != 2)
            {
                return record;
            }

            isDone = true;
            return distort(record);
        });
        Assert.True(isDone);
        return report.Findings;
    }
}
