using XHand.Benchmarks.Records;
using XHand.Benchmarks.Relay;
using XHand.Benchmarks.Routing;
using XHand.Benchmarks.Sip;
using XHand.Benchmarks.Tracing;
using XHand.Benchmarks.Turns;

// One subcommand a measurement; each prints JSON lines on standard output and says on standard error what it does.
return args switch
{
    ["parse"] => ParseBenchmark.Run(),
    ["plan"] => PlanBenchmark.Run(),
    ["turn"] => TurnBenchmark.Run(),
    ["trace"] => TraceBenchmark.Run(),
    ["records", .. string[] rest] => await RecordsBenchmark.RunAsync(rest),
    ["relay", .. string[] rest] => RelayBenchmark.Run(rest),
    ["relay-generator", .. string[] rest] => RtpGenerator.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: XHand.Benchmarks COMMAND
          parse   a softphone's INVITE read, an INVITE and a 200 written
          plan    a route planned in a site of 1,000 extensions
          turn    posts to the switch loop, while it is busy and while it sleeps
          trace   what tracing costs a SIP message that passes, and a question
          records [--count 1000000]
                  the first page of so many call records, found in each way, in a PostgreSQL of its own
          relay [--calls 100,300] [--seconds 5] [--spread-us 100] [--port 41000]
                  a bare C# relay beside the media engine's; packets are sent every so many microseconds
        """);
    return 2;
}
