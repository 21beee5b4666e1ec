using System.Diagnostics;
using System.Globalization;
using XHand.Simulation;

// Runs the town once and says what happened; exit status 1 when something was found, 2 when the arguments are wrong.
if (!TryRead(args, out SimulationSettings settings, out bool isQuiet))
{
    Console.Error.WriteLine("""
        usage: XHand.Simulation [--seed 1] [--phones 1000] [--calls 10000] [--rate 10] [--loss 0.05] [--duplication 0.02] [--quiet] [--trace CALL-ID]
          --rate    calls placed in a second of virtual time
          --loss    share of datagrams lost, 0 to 0.2; --duplication, share that arrives twice, 0 to 1
          --trace   show the messages of this Call-ID on standard error
          --quiet   print the two hashes and the findings only
        """);
    return 2;
}

Stopwatch watch = Stopwatch.StartNew();
int shown = 0;
SimulationReport report = Simulation.Run(settings, placed =>
{
    if (!isQuiet && placed >= shown + (settings.Calls / 10))
    {
        shown = placed;
        Console.Error.WriteLine($"{placed} calls placed, {watch.Elapsed.TotalSeconds:F0} s");
    }
});
if (!isQuiet)
{
    Console.WriteLine(
        $"seed {settings.Seed}: {settings.Phones} phones, {settings.Calls} calls in {report.VirtualTime.TotalMinutes:F1} virtual minutes, {watch.Elapsed.TotalSeconds:F1} s");
    Console.WriteLine($"network: {report.Sent} datagrams sent, {report.Lost} lost; loop: {report.Turns} turns; at most {report.MostCalls} calls at once");
    Console.WriteLine("records: " + report.Records.Count + " (" + string.Join(", ", report.Records
        .GroupBy(record => record.Result)
        .OrderByDescending(group => group.Count())
        .Select(group => $"{group.Key} {group.Count()}")) + $"), {report.Holds} times held or resumed, {report.Records.Sum(record => record.TalkMs) / 60_000} minutes of talk");
}

Console.WriteLine($"event log {report.EventLog} ({report.Facts} facts)");
Console.WriteLine($"wire      {report.Wire}");
foreach (string finding in report.Findings)
{
    Console.WriteLine($"FOUND {finding}");
}

return report.Findings.Count == 0 ? 0 : 1;

static bool TryRead(string[] args, out SimulationSettings settings, out bool isQuiet)
{
    settings = new SimulationSettings();
    isQuiet = false;
    for (int i = 0; i < args.Length; i++)
    {
        if (args[i] == "--quiet")
        {
            isQuiet = true;
            continue;
        }

        if (i + 1 == args.Length || Apply(settings, args[i], args[++i]) is not { } next)
        {
            return false;
        }

        settings = next;
    }

    return true;
}

static SimulationSettings? Apply(SimulationSettings settings, string name, string text)
{
    if (name == "--trace")
    {
        return settings with { Trace = text };
    }

    if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value < 0 || value > 1e9)
    {
        return null;
    }

    return name switch
    {
        "--seed" when ulong.TryParse(text, CultureInfo.InvariantCulture, out ulong seed) => settings with { Seed = seed },
        "--phones" when value is >= 2 and <= 60_000 => settings with { Phones = (int)value },
        "--calls" => settings with { Calls = (int)value },
        "--rate" when value > 0 => settings with { CallsPerSecond = value },
        "--loss" when value <= 0.2 => settings with { Loss = value },
        "--duplication" when value <= 1 => settings with { Duplication = value },
        _ => null,
    };
}
