using System.Text.Json;
using XHand.Load;

try
{
    Console.WriteLine(JsonSerializer.Serialize(LoadOptions.Parse(args) is { Flood.Length: > 0 } flood ? new FloodRun(flood).Run() : new LoadRun(LoadOptions.Parse(args)).Run()));
    return 0;
}
catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidOperationException)
{
    Console.Error.WriteLine($"xhand-load: {problem.Message}");
    return 2;
}
