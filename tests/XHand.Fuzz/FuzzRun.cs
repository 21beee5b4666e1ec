using System.Diagnostics;
using System.Globalization;

namespace XHand.Fuzz;

/// <summary>Runs a target over mutated inputs and judges it: no exception, no slow input, no work or memory out of proportion, no growth.</summary>
internal sealed class FuzzRun(IFuzzTarget target, ulong seed)
{
    // RELIABILITY S1: no message over 50 ms.
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(50);

    // What reading one input may allocate: every part of it as objects several times over, but nothing that a length field could multiply.
    private const long AllowedBytesPerByte = 256;
    private const long AllowedBytes = 256 * 1024;

    // Between two full collections the heap breathes; a leak of one byte an input shows beyond this.
    private const long AllowedGrowth = 2 * 1024 * 1024;

    /// <summary>Runs <paramref name="count"/> inputs; the failures, at most ten.</summary>
    public IReadOnlyList<FuzzFailure> Run(long count)
    {
        foreach (byte[] sound in target.Seeds)
        {
            target.Run(sound);
        }

        var mutator = new Mutator(target, new FuzzRandom(seed));
        List<FuzzFailure> failures = [];
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        for (long i = 0; i < count && failures.Count < 10; i++)
        {
            byte[] input = mutator.Next();
            if (Judge(input) is { } what)
            {
                failures.Add(new(i, what, input));
            }
        }

        long growth = GC.GetTotalMemory(forceFullCollection: true) - heap - failures.Sum(f => f.Input.Length);
        if (growth > AllowedGrowth)
        {
            failures.Add(new(count, string.Create(CultureInfo.InvariantCulture, $"the heap grew by {growth} bytes"), []));
        }

        return failures;
    }

    /// <summary>Runs one input; what is wrong, or null.</summary>
    public string? Judge(byte[] input)
    {
        try
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan took = Time(input);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (allocated > AllowedBytes + (AllowedBytesPerByte * input.Length))
            {
                return string.Create(CultureInfo.InvariantCulture, $"allocated {allocated} bytes for {input.Length}");
            }

            // A machine that does other work makes anything slow once; three times in a row is the input.
            for (int again = 0; took > s_slow && again < 3; again++)
            {
                took = Time(input);
            }

            return took > s_slow ? string.Create(CultureInfo.InvariantCulture, $"took {took.TotalMilliseconds:0} ms") : null;
        }
#pragma warning disable CA1031 // An exception of any type is the finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }
    }

    private TimeSpan Time(byte[] input)
    {
        long start = Stopwatch.GetTimestamp();
        target.Run(input);
        return Stopwatch.GetElapsedTime(start);
    }
}

/// <summary>An input that was not read as it must be.</summary>
/// <param name="Number">Which input of the run.</param>
/// <param name="What">What happened.</param>
/// <param name="Input">The bytes, to be run again.</param>
internal sealed record FuzzFailure(long Number, string What, byte[] Input)
{
    /// <summary>For a test's message: what happened and the input as base64.</summary>
    public override string ToString() =>
        $"input {Number.ToString(CultureInfo.InvariantCulture)}: {What}\n{Convert.ToBase64String(Input.AsSpan(0, Math.Min(Input.Length, 3_000)))}";
}
