using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using XHand.Peers.Tests.Rig;
using XHand.TestKit;

namespace XHand.Peers.Tests;

/// <summary>sipvicious, and guesses by hand, at the real daemon: nobody is found, and who guesses is blocked (SEC-01, SEC-02).</summary>
public sealed class AttackTests : IAsyncLifetime
{
    private readonly Daemon _daemon = new() { More = new Dictionary<string, string> { ["XHAND_Defence__SafeNetworks"] = "127.0.0.1/32" } };

    public Task InitializeAsync() => _daemon.InitializeAsync();

    public Task DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Sipvicious_finds_no_extension_and_no_password()
    {
        CommandResult found = await Command.RunAsync(
            "svwar", ["-e1690-1710", "-m", "REGISTER", "-p", $"{_daemon.SipPort}", "-b", "127.0.0.4", "--force", "127.0.0.1"], TimeSpan.FromSeconds(60));
        foreach (string extension in (string[])["1700", "1701", "1702", "1703"])
        {
            // All alike: told of all or of none, it knows nothing.
            Assert.Equal(found.Output.Contains("1690 ", StringComparison.Ordinal), found.Output.Contains($"{extension} ", StringComparison.Ordinal));
        }

        CommandResult cracked = await Command.RunAsync(
            "svcrack", ["-u", "1700", "-r", "100-400", "-p", $"{_daemon.SipPort}", "-b", "127.0.0.5", "127.0.0.1"], TimeSpan.FromSeconds(60));
        Assert.DoesNotContain("The password for", cracked.Output + cracked.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "SEC-02")]
    public async Task An_address_is_blocked_and_released_by_hand_and_a_block_outlives_a_restart()
    {
        IPAddress stranger = IPAddress.Parse("127.0.0.6");
        Assert.True(await IsAnsweredAsync(stranger));
        await _daemon.XhandAsync("block", "127.0.0.6/31", "--reason", "scanner");
        Assert.False(await IsAnsweredAsync(stranger));
        Assert.True(await IsAnsweredAsync(IPAddress.Parse("127.0.0.8")));
        Assert.Contains("scanner", await BlocksAsync(), StringComparison.Ordinal);

        await _daemon.StopAsync();
        await _daemon.StartAsync();
        Assert.False(await IsAnsweredAsync(stranger));
        await _daemon.XhandAsync("unblock", "127.0.0.6/31");
        Assert.True(await IsAnsweredAsync(stranger));
        Assert.Equal(1, (await _daemon.RunXhandAsync("unblock", "127.0.0.6/31")).ExitCode);
        Assert.Equal(2, (await _daemon.RunXhandAsync("block", "127.0.0.6/3x")).ExitCode);
    }

    [Fact]
    [Trait("Feature", "SEC-01")]
    public async Task The_phone_behind_the_same_address_goes_on_while_a_guesser_is_blocked()
    {
        // The phone is registered from 127.0.0.9, as sipp's one address is.
        int port = LoopbackPorts.Pair();
        await using Sipp phone = Sipp.Start(_daemon, "1701", SippSteps.Register(), port, address: "127.0.0.9");
        await phone.PassesAsync();
        for (int i = 0; i < 4; i++)
        {
            await using Sipp guess = Sipp.Start(
                _daemon, "1700", SippSteps.Register(i < 3 ? "401" : "200"), LoopbackPorts.Pair(), password: "wrong", address: "127.0.0.9");
            if (i < 3)
            {
                await guess.PassesAsync();
            }
        }

        JsonElement block = JsonDocument.Parse(await BlocksAsync()).RootElement.EnumerateArray().Single(item => item.GetProperty("address").GetString() == "127.0.0.9");
        Assert.Equal("1700", block.GetProperty("user").GetString());
        await using Sipp again = Sipp.Start(_daemon, "1701", SippSteps.Register(), port, address: "127.0.0.9");
        await again.PassesAsync();
        await _daemon.XhandAsync("unblock", "127.0.0.9");
    }

    private Task<string> BlocksAsync() => _daemon.XhandAsync("blocks", "--json");

    private async Task<bool> IsAnsweredAsync(IPAddress from)
    {
        using UdpClient phone = new(new IPEndPoint(from, 0));
        string options =
            $"OPTIONS sip:127.0.0.1:{_daemon.SipPort} SIP/2.0\r\nVia: SIP/2.0/UDP {phone.Client.LocalEndPoint};rport;branch=z9hG4bK{Guid.NewGuid():N}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:a@127.0.0.1>;tag=a\r\nTo: <sip:127.0.0.1>\r\nCall-ID: {Guid.NewGuid():N}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        await phone.SendAsync(Encoding.ASCII.GetBytes(options), new IPEndPoint(IPAddress.Loopback, _daemon.SipPort));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        try
        {
            await phone.ReceiveAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
