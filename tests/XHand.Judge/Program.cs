using System.Globalization;
using XHand.Judge.Phones;
using XHand.Judge.Rig;
using XHand.Judge.Runs;

// xhand-judge crash|outage|disk|drain|clock|zone [--name value ...]
// Exit status: 0 pass, 1 fail, 2 bad usage, 3 the judge itself could not go on.
string name = args.FirstOrDefault() ?? "";
Dictionary<string, double> numbers = [];
for (int i = 1; i < args.Length; i += 2)
{
    if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length
        || !double.TryParse(args[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
    {
        return Usage($"\"{args[i]}\" needs a number");
    }

    numbers[args[i][2..]] = number;
}

double Take(string option, double otherwise) => numbers.Remove(option, out double value) ? value : otherwise;
TrafficShape shape = new() { Rate = Take("rate", 20), Talk = TimeSpan.FromSeconds(Take("talk", 2.5)) };
int seed = (int)Take("seed", 1);
Verdict verdict = new(Console.Out);
int times = (int)Take("times", name == "drain" ? 5 : 50);
TimeSpan length = TimeSpan.FromSeconds(Take("seconds", name switch { "outage" => 60, "disk" => 30, _ => 15 }));
int memory = (int)Take("memory", 100_000);
int first = (int)Take("first", 1);
Limits limits = Take("patient", 0) > 0 ? Limits.Patient : new Limits();
if (numbers.Count > 0)
{
    return Usage($"\"--{numbers.Keys.First()}\" is no option");
}

try
{
    switch (name)
    {
        case "crash":
            await new CrashRun(times, seed, shape, limits, verdict) { First = first }.RunAsync();
            break;
        case "outage":
            await new OutageRun(length, seed, shape, limits, verdict).RunAsync();
            break;
        case "disk" when Environment.GetEnvironmentVariable(DiskRun.MountedAt) is { } disk:
            await new DiskRun(length, memory, seed, shape, limits, verdict).RunAsync(disk);
            break;
        case "disk":
            return await DiskRun.RunInsideAsync(Environment.ProcessPath!, args, Console.Out);
        case "drain":
            await new DrainRun(times, seed, shape, limits, verdict).RunAsync();
            break;
        case "clock":
            await new ClockRun(length, seed, shape, limits, verdict).RunAsync();
            break;
        case "zone":
            await new ZoneRun(length, seed, shape, limits, verdict).RunAsync();
            break;
        default:
            return Usage($"\"{name}\" is no judge");
    }
}
catch (JudgeException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}

return verdict.Conclude(name);

static int Usage(string what)
{
    Console.Error.WriteLine($"{what}. xhand-judge crash|drain [--times 50] [--first 1] | outage|clock|zone [--seconds 60] | disk [--seconds 30] [--memory 100000], each [--rate 20] [--talk 2.5] [--seed 1] [--patient 1]");
    return 2;
}
