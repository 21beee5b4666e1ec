using XHand.Host.Commands;

namespace XHand.Host.Tests.Commands;

/// <summary>What the command line says and how it ends when no daemon is asked.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("apply")]
    [InlineData("explain --from 1700")]
    [InlineData("hangup not-an-id")]
    [InlineData("apikey create")]
    [InlineData("apikey create x --scope fly")]
    [InlineData("records --limit many")]
    [InlineData("records --since yesterday")]
    [InlineData("explain --from 1700 --dial 1 --at soon")]
    [InlineData("status --Sip:Prot 5")]
    [InlineData("serve --Sip:Port abc")]
    [InlineData("trace 1")]
    [InlineData("queues")]
    public async Task Bad_usage_ends_with_2_and_a_reason(string line)
    {
        (int status, string output, string error) = await RunAsync(line);
        Assert.Equal(ExitStatus.BadUsage, status);
        Assert.NotEqual("", error);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("calls --json")]
    [InlineData("registrations")]
    [InlineData("records --since 1h")]
    [InlineData("explain --from 1700 --dial 1701")]
    [InlineData("call 1700 1701")]
    [InlineData("export")]
    public async Task Without_a_daemon_a_command_ends_with_1_and_says_so(string line)
    {
        (int status, string output, string error) = await RunAsync(line + " --Data:Directory /nonexistent/xhand");
        Assert.Equal(ExitStatus.Refused, status);
        Assert.Contains("XHand is not running", error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/xhand", error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task A_queue_is_refused_in_clear_words_until_there_are_queues()
    {
        (int status, _, string error) = await RunAsync("records --queue 7770");
        Assert.Equal(ExitStatus.Refused, status);
        Assert.Contains("no queues", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apply /nonexistent/site.json", "/nonexistent/site.json")]
    [InlineData("apply /proc/self", "/proc/self")]
    [InlineData("export --secrets-key /nonexistent/key", "/nonexistent/key")]
    public async Task A_file_that_cannot_be_read_is_named(string line, string name)
    {
        (int status, _, string error) = await RunAsync(line);
        Assert.Equal(ExitStatus.Refused, status);
        Assert.Contains(name, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "registrations")]
    [InlineData("apply --help", "--prune")]
    [InlineData("--version", ".")]
    public async Task Help_and_version_end_with_0(string line, string shows)
    {
        (int status, string output, string error) = await RunAsync(line);
        Assert.Equal(ExitStatus.Done, status);
        Assert.Contains(shows, output, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(string line)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int status = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (status, output.ToString(), error.ToString());
    }
}
