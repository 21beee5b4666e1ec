using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using XHand.Sip.Transport;

namespace XHand.Host.Serving;

/// <summary>
/// Whole addresses that are blocked, in the kernel too, where a flood costs least: a table <c>inet xhand</c> of our own, whose rules the program nft changes. Only when
/// the setting allows it; without the program or the right to it that is told of once, and our own filter goes on alone.
/// </summary>
internal sealed class NftablesRules(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    // More at once than an attack brings; one more is left to our own filter.
    private readonly Channel<string> _commands = Channel.CreateBounded<string>(10_000);
    private bool _isTold;

    /// <summary>The table, empty, with what is blocked already.</summary>
    public static string Table(IEnumerable<Block> blocks, DateTimeOffset now)
    {
        StringBuilder script = new("""
            table inet xhand
            delete table inet xhand
            table inet xhand {
              set blocked4 { type ipv4_addr; flags interval, timeout; auto-merge; }
              set blocked6 { type ipv6_addr; flags interval, timeout; auto-merge; }
              chain input {
                type filter hook input priority -10; policy accept;
                ip saddr @blocked4 drop
                ip6 saddr @blocked6 drop
              }
            }

            """);
        foreach (Block block in blocks.Where(block => block.User is null))
        {
            script.Append(Line(block, isNew: true, now));
        }

        return script.ToString();
    }

    /// <summary>One command; the network is written anew from its numbers, so that nothing else can stand in it.</summary>
    public static string Line(Block block, bool isNew, DateTimeOffset now)
    {
        if (block.User is not null || Block.TryNetwork(block.Network) is not { } network)
        {
            return "";
        }

        string set = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "blocked4" : "blocked6";
        string timeout = isNew && block.Until is { } until
            ? string.Create(CultureInfo.InvariantCulture, $" timeout {Math.Max(1, (long)(until - now).TotalSeconds)}s")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(isNew ? "add" : "delete")} element inet xhand {set} {{ {network}{timeout} }}\n");
    }

    /// <summary>Makes the table and follows <see cref="Tell"/> from now on.</summary>
    public void Start(IReadOnlyList<Block> blocks)
    {
        _commands.Writer.TryWrite(Table(blocks, time.GetUtcNow()));
        _ = Task.Run(RunAsync);
    }

    /// <summary>A block came or went. Any thread; never waits.</summary>
    public void Tell(Block block, bool isNew)
    {
        if (Line(block, isNew, time.GetUtcNow()) is { Length: > 0 } line)
        {
            _commands.Writer.TryWrite(line);
        }
    }

    private async Task RunAsync()
    {
        await foreach (string first in _commands.Reader.ReadAllAsync())
        {
            try
            {
                await NftAsync(first);
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException or OperationCanceledException)
            {
                Tell(e.Message);
            }
        }
    }

    private async Task NftAsync(string script)
    {
        using Process nft = Process.Start(new ProcessStartInfo("nft", ["-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        using CancellationTokenSource limit = new(_limit);
        await nft.StandardInput.WriteAsync(script.AsMemory(), limit.Token);
        nft.StandardInput.Close();
        string error = await nft.StandardError.ReadToEndAsync(limit.Token);
        await nft.WaitForExitAsync(limit.Token);
        if (nft.ExitCode != 0)
        {
            Tell(error.ReplaceLineEndings(" ").Trim());
        }
    }

    private void Tell(string reason)
    {
        if (!_isTold)
        {
            _isTold = true;
            log.NftablesFailed(reason);
        }
    }
}
