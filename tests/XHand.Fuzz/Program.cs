using System.Diagnostics;
using System.Globalization;
using XHand.Fuzz;

// XHand.Fuzz [--count N] [--seed S] [--target sip|stream|sdp|all] [--replay FILE]
// Exit status: 0 clean, 1 something was found (each input is written to fuzz-TARGET-NUMBER.bin), 2 bad usage.
long count = 1_000_000;
ulong seed = 1;
string name = "all";
string? replay = null;
for (int i = 0; i < args.Length; i += 2)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    bool isKnown = args[i] switch
    {
        "--count" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out count),
        "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out seed),
        "--target" => (name = value).Length > 0,
        "--replay" => File.Exists(replay = value),
        _ => false,
    };
    if (!isKnown)
    {
        return Usage(args[i]);
    }
}

IFuzzTarget[] targets = [.. FuzzTargets.All().Where(t => name == "all" || t.Name == name)];
if (targets.Length == 0)
{
    return Usage(name);
}

int found = 0;
foreach (IFuzzTarget target in targets)
{
    var run = new FuzzRun(target, seed);
    if (replay is not null)
    {
        string? what = run.Judge(await File.ReadAllBytesAsync(replay));
        found += what is null ? 0 : 1;
        Console.WriteLine($"{target.Name}: {what ?? "clean"}");
        continue;
    }

    long start = Stopwatch.GetTimestamp();
    IReadOnlyList<FuzzFailure> failures = run.Run(count);
    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {count} inputs, seed {seed}, {seconds:0.0} s, {count / seconds:0} a second, {failures.Count} failures"));
    foreach (FuzzFailure failure in failures)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"fuzz-{target.Name}-{failure.Number}.bin");
        await File.WriteAllBytesAsync(file, failure.Input);
        Console.WriteLine($"{file}: {failure.What}");
    }

    found += failures.Count;
}

return found == 0 ? 0 : 1;

static int Usage(string what)
{
    Console.Error.WriteLine($"'{what}' is not understood. XHand.Fuzz [--count N] [--seed S] [--target sip|stream|sdp|all] [--replay FILE]");
    return 2;
}
