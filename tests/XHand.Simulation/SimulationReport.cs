using XHand.Calls.Facts;

namespace XHand.Simulation;

/// <summary>What a run was and what was found in it.</summary>
internal sealed record SimulationReport
{
    /// <summary>What was asked for.</summary>
    public required SimulationSettings Settings { get; init; }

    /// <summary>Everything that should not be; empty for a good run.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>SHA-256 of all facts.</summary>
    public required string EventLog { get; init; }

    /// <summary>SHA-256 of all messages sent, with their times.</summary>
    public required string Wire { get; init; }

    /// <summary>Facts written.</summary>
    public required int Facts { get; init; }

    /// <summary>The call records, in the order they were written.</summary>
    public required IReadOnlyList<CallRecord> Records { get; init; }

    /// <summary>Datagrams sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Of them lost.</summary>
    public required long Lost { get; init; }

    /// <summary>Most calls alive at once.</summary>
    public required int MostCalls { get; init; }

    /// <summary>Turns of the loop.</summary>
    public required long Turns { get; init; }

    /// <summary>Virtual time that passed.</summary>
    public required TimeSpan VirtualTime { get; init; }

    /// <summary>How many records have this result (<see cref="CallResult"/>).</summary>
    public int CountOf(string result) => Records.Count(record => record.Result == result);

    /// <summary>How many calls were put on hold: counted from the facts.</summary>
    public required int Holds { get; init; }
}
