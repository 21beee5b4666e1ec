using System.Text.Json;
using Microsoft.Extensions.Logging;
using XHand.Host.Serving;

namespace XHand.Host.Tests.Serving;

/// <summary>The log files: bounded, without secrets, as loud as asked.</summary>
public sealed partial class LogPipelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_never_take_more_than_their_number_and_size()
    {
        using (LogPipeline logs = new(_folder, LogLevel.Information, new(100_000, 3, false)))
        {
            ILogger log = logs.Factory.CreateLogger("test");
            string filler = new('x', 1000);
            for (int i = 0; i < 1000; i++)
            {
                Say(log, filler);
            }
        }

        FileInfo[] files = new DirectoryInfo(_folder).GetFiles();
        Assert.InRange(files.Length, 2, 3);
        Assert.InRange(files.Sum(file => file.Length), 100_000, 310_000);
    }

    [Fact]
    public void A_line_can_be_JSON()
    {
        using (LogPipeline logs = new(_folder, LogLevel.Information, new(100_000, 3, true)))
        {
            Say(logs.Factory.CreateLogger("test"), "password=hunter2hunter2, \"quoted\"");
        }

        using JsonDocument line = JsonDocument.Parse(Assert.Single(File.ReadAllLines(Directory.GetFiles(_folder)[0])));
        Assert.Equal("Information", line.RootElement.GetProperty("Level").GetString());
        Assert.DoesNotContain("hunter2", line.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_level_is_changed_while_it_runs()
    {
        using (LogPipeline logs = new(_folder, LogLevel.Warning, new(100_000, 3, false)))
        {
            ILogger log = logs.Factory.CreateLogger("test");
            Say(log, "unheard");
            logs.Level = LogLevel.Information;
            Say(log, "heard");
            Assert.Equal(LogLevel.Information, logs.Level);
        }

        string text = File.ReadAllText(Directory.GetFiles(_folder)[0]);
        Assert.Contains("heard", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unheard", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Username=xhand;Password=SECRET;Database=xhand")]
    [InlineData("Host=db;password='SECRET'")]
    [InlineData("{\"password\": \"SECRET\"}")]
    [InlineData("{\\\"password\\\": \\\"SECRET\\\"}")]
    [InlineData("Authorization: Digest username=\"1700\", response=\"SECRET\", cnonce=\"SECRET\"")]
    [InlineData("Authorization: Bearer xh_SECRET.SECRET")]
    [InlineData("/set-up?token=SECRET")]
    public void What_looks_like_a_secret_is_masked(string line)
    {
        Assert.DoesNotContain("SECRET", LogMask.Of(line), StringComparison.Ordinal);
        Assert.Contains("***", LogMask.Of(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wrong password for REGISTER from 10.0.0.7:5060 in company default (3 so far)")]
    [InlineData("Call 1 from 1700 to 1701 ended: answered, by caller, SIP 200, talked 1000 ms")]
    public void What_is_none_stays_as_it_is(string line) => Assert.Equal(line, LogMask.Of(line));

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Say(ILogger log, string text);
}
