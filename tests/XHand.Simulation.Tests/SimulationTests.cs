using System.Diagnostics;
using System.Globalization;
using XHand.Calls.Facts;
using XHand.Simulation;

namespace XHand.Simulation.Tests;

/// <summary>The whole exchange in a town of virtual phones on a bad network: nothing is lost, nothing is left, and chance is repeatable.</summary>
public sealed class SimulationTests
{
    private static readonly SimulationSettings _small = new() { Phones = 100, Calls = 1_000, CallsPerSecond = 2 };

    [Fact]
    public void The_same_seed_gives_the_same_event_log_to_the_byte_and_another_seed_another()
    {
        SimulationReport one = Simulation.Run(_small);
        SimulationReport two = Simulation.Run(_small);
        SimulationReport other = Simulation.Run(_small with { Seed = 2 });
        Assert.Empty(one.Findings);
        Assert.Empty(other.Findings);
        Assert.Equal((one.EventLog, one.Wire), (two.EventLog, two.Wire));
        Assert.NotEqual(one.EventLog, other.EventLog);
    }

    // Within one process the order of a hash table repeats itself; a second process hashes strings another way.
    [Fact]
    public void Another_process_writes_the_same_event_log()
    {
        SimulationReport here = Simulation.Run(_small with { Phones = 60, Calls = 300 });
        ProcessStartInfo start = new("dotnet", [typeof(SimulationSettings).Assembly.Location, "--quiet", "--phones", "60", "--calls", "300", "--rate", "2"])
        {
            RedirectStandardOutput = true,
        };
        using Process there = Process.Start(start)!;
        string said = there.StandardOutput.ReadToEnd();
        there.WaitForExit();
        Assert.Equal(0, there.ExitCode);
        Assert.Contains(here.EventLog, said, StringComparison.Ordinal);
        Assert.Contains(here.Wire, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_phones_and_ten_thousand_calls_with_loss_and_duplication_each_have_their_record_and_leave_nothing()
    {
        SimulationReport report = Simulation.Run(new SimulationSettings());
        Assert.Empty(report.Findings);
        Assert.InRange(report.Records.Count, 9_900, 10_000);
        // A town in which something never happens proves nothing about it.
        foreach (string result in (string[])[
            CallResult.Answered, CallResult.Busy, CallResult.NoAnswer, CallResult.Cancelled, CallResult.UnknownNumber,
            CallResult.NotRegistered, CallResult.Refused, CallResult.Failed])
        {
            Assert.True(report.CountOf(result) > 10, $"{report.CountOf(result)} calls ended with {result}");
        }

        Assert.True(report.CountOf(CallResult.Answered) > 4_000);
        Assert.True(report.Holds > 1_000);
        Assert.InRange(report.Lost, report.Sent * 0.045, report.Sent * 0.055);
        Assert.Equal([EndedBy.Callee, EndedBy.Caller, EndedBy.System], report.Records
            .Where(record => record.Result == CallResult.Answered).Select(record => record.EndedBy).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, 3)]
    [InlineData(0.2, 0.2, 4)]
    [InlineData(0.1, 1, 5)]
    public void A_good_network_and_a_very_bad_one_change_nothing_of_that(double loss, double duplication, ulong seed)
    {
        SimulationReport report = Simulation.Run(_small with { Loss = loss, Duplication = duplication, Seed = seed });
        Assert.Empty(report.Findings);
        Assert.Equal(loss > 0, report.Lost > 0);
    }

    [Fact]
    public void Phones_that_all_call_at_once_get_through_or_are_told()
    {
        SimulationReport report = Simulation.Run(_small with { CallsPerSecond = 200, Seed = 6 });
        Assert.Empty(report.Findings);
        Assert.True(report.MostCalls > 30, report.MostCalls.ToString(CultureInfo.InvariantCulture));
    }
}
