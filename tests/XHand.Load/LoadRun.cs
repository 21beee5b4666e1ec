using System.Diagnostics;

namespace XHand.Load;

/// <summary>Runs one load and returns its figures. One thread does everything, as the peers' generator did.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Runs it.</summary>
    public Dictionary<string, object> Run() => options.Calls > 0 ? Held() : Passing();

    private Dictionary<string, object> Passing()
    {
        using CallerSide callers = new(options, 40_000) { HangUpAtOnce = true };
        using CalleeSide callees = new(options, 40_002);
        Register(callees);
        using ApiSide? api = options is { ApiRate: > 0, Api: { } address } ? new(address, options.ApiKey, options.ApiRate) : null;
        ProcessFigures before = ProcessFigures.Of(options.Pid);
        TimeSpan begin = _clock.Elapsed;
        int started = 0;
        while ((_clock.Elapsed - begin).TotalSeconds < options.Seconds)
        {
            for (int due = (int)((_clock.Elapsed - begin).TotalSeconds * options.Rate); started < due; started++)
            {
                callers.Start();
            }

            Turn(callers, callees);
        }

        ProcessFigures after = ProcessFigures.Of(options.Pid);
        Wait(() => callers.Open == 0, 15, callers, callees);
        Dictionary<string, object> figures = Figures(callers, callees, started);
        figures["cpuMsPerCall"] = Math.Round((after.CpuMs - before.CpuMs) / Math.Max(callers.Answered, 1), 3);
        api?.Report(figures);
        figures["residentMb"] = after.ResidentKb / 1024;
        figures["residentKbPerCall"] = Math.Round((double)(after.ResidentKb - before.ResidentKb) / Math.Max(callers.Answered, 1), 2);
        return figures;
    }

    private Dictionary<string, object> Held()
    {
        using RtpSide nearRtp = new();
        using RtpSide farRtp = new();
        using CallerSide callers = new(options, nearRtp.Port) { MediaUp = port => nearRtp.Add(options.Server.Address, port) };
        using CalleeSide callees = new(options, farRtp.Port) { MediaUp = port => farRtp.Add(options.Server.Address, port) };
        Register(callees);
        ProcessFigures idle = ProcessFigures.Of(options.Pid);
        TimeSpan begin = _clock.Elapsed;
        int started = 0;
        Wait(
            () =>
            {
                for (int due = Math.Min(options.Calls, (int)((_clock.Elapsed - begin).TotalSeconds * options.Rate)); started < due; started++)
                {
                    callers.Start();
                }

                return callers.Answered + callers.Refused.Values.Sum() + callers.TimedOut >= options.Calls;
            },
            (options.Calls / options.Rate) + 20,
            callers,
            callees);

        using RtpPump pump = new(nearRtp, farRtp);
        Wait(() => false, 2, callers, callees);
        ProcessFigures before = ProcessFigures.Of(options.Pid);
        nearRtp.Measuring = farRtp.Measuring = true;
        Wait(() => false, options.Seconds, callers, callees);
        nearRtp.Measuring = farRtp.Measuring = false;
        ProcessFigures after = ProcessFigures.Of(options.Pid);
        Wait(() => false, 1, callers, callees);
        pump.Stop();
        callers.HangUpAll();
        Wait(() => callers.Open == 0, 15, callers, callees);

        Dictionary<string, object> figures = Figures(callers, callees, started);
        long sent = nearRtp.Sent + farRtp.Sent;
        long received = nearRtp.Received + farRtp.Received;
        figures["packetsSent"] = sent;
        figures["packetsLost"] = sent - received;
        figures["cpuMicrosecondsPerPacket"] = Math.Round((after.CpuMs - before.CpuMs) * 1000 / Math.Max(received, 1), 2);
        figures["delayMsP50"] = farRtp.Delay.At(0.5);
        figures["delayMsP99"] = farRtp.Delay.At(0.99);
        figures["residentMb"] = after.ResidentKb / 1024;
        figures["residentKbPerCall"] = Math.Round((double)(after.ResidentKb - idle.ResidentKb) / Math.Max(callers.Answered, 1), 1);
        return figures;
    }

    private Dictionary<string, object> Figures(CallerSide callers, CalleeSide callees, int started) => new()
    {
        ["rate"] = options.Rate,
        ["started"] = started,
        ["answered"] = callers.Answered,
        ["ended"] = callers.Ended,
        ["timedOut"] = callers.TimedOut,
        ["refused"] = callers.Refused.ToDictionary(pair => $"{pair.Key}", pair => pair.Value),
        ["retransmissions"] = callers.Retransmissions + callees.Retransmissions,
        ["setUpMsP50"] = callers.SetUp.At(0.5),
        ["setUpMsP99"] = callers.SetUp.At(0.99),
    };

    private void Register(CalleeSide callees)
    {
        callees.RegisterAll();
        Wait(() => callees.Registered >= options.Extensions / 2, 10, null, callees);
        if (callees.Registered < options.Extensions / 2)
        {
            throw new InvalidOperationException($"Only {callees.Registered} of {options.Extensions / 2} phones could register.");
        }
    }

    private void Wait(Func<bool> done, double seconds, CallerSide? callers, CalleeSide callees)
    {
        TimeSpan until = _clock.Elapsed + TimeSpan.FromSeconds(seconds);
        while (!done() && _clock.Elapsed < until)
        {
            Turn(callers, callees);
        }
    }

    private static void Turn(CallerSide? callers, CalleeSide callees)
    {
        callers?.Poll();
        callees.Poll();
        callees.WaitBriefly();
    }
}
