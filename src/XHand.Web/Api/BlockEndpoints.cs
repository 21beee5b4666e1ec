using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XHand.Sip.Transport;
using XHand.Site;
using XHand.Web.Access;
using XHand.Web.Problems;

namespace XHand.Web.Api;

/// <summary>What is not listened to, as the API shows it.</summary>
/// <param name="Address">Address, or network as CIDR.</param>
/// <param name="User">The user who alone is blocked from there; left out: everybody is.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">Until when, UTC; left out: for good.</param>
public sealed record BlockView(string Address, string? User, string Reason, DateTimeOffset Since, DateTimeOffset? Until)
{
    internal static BlockView Of(Block block) =>
        new(block.Network, block.User is { } user ? user[..user.LastIndexOf('@')] : null, block.Reason, block.Since, block.Until);
}

/// <summary>An address or network to block; without minutes for good.</summary>
public sealed record BlockBody(string Address, string? Reason = null, int? Minutes = null);

/// <summary>Blocked addresses (SEC-02): of the whole system, since an address speaks to all of it. Who is blocked as a user is seen by that user's company.</summary>
internal static class BlockEndpoints
{
    private const int MaxReason = 200;
    private const int MaxMinutes = 525_600;

    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder blocks = api.MapGroup("/blocks").WithTags("blocks");
        blocks.MapGet("", (Caller caller, BlockBook book) => TypedResults.Ok(book.List().Where(block => Concerns(block, caller)).Select(BlockView.Of).ToList()))
            .WithSummary("Addresses and users that are blocked, newest first.")
            .Needs(Permissions.BlocksView);
        blocks.MapPost("", AddAsync)
            .WithSummary("Blocks an address or a network; without minutes for good.")
            .Produces<BlockView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permissions.BlocksChange);
        blocks.MapDelete("", RemoveAsync)
            .WithSummary("Listens to an address or network again.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permissions.BlocksChange);
    }

    private static bool Concerns(Block block, Caller caller) =>
        block.User is null || caller.IsLocal || block.User.EndsWith(caller.Company.ToString("N"), StringComparison.Ordinal);

    private static async Task<IResult> AddAsync(BlockBody body, HttpContext context, Caller caller, BlockBook book, TimeProvider time, CallAudit audit, CancellationToken cancellation)
    {
        if (body.Address is null || Block.TryNetwork(body.Address) is not { } network)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With("\"address\" must be an address such as 203.0.113.9, or a network such as 203.0.113.0/24."));
        }

        int least = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 8 : 19;
        if (network.PrefixLength < least)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With($"\"address\" {body.Address} is too wide a network: at least /{least}."));
        }

        if (body.Minutes is < 1 or > MaxMinutes || body.Reason is { Length: > MaxReason })
        {
            return Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With($"\"minutes\" must be 1 to {MaxMinutes} or left out, \"reason\" have at most {MaxReason} characters."));
        }

        if (context.Connection.RemoteIpAddress is { } own && network.Contains(own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, SiteReasons.Free.With($"You are at {own}, which {body.Address} would block."));
        }

        DateTimeOffset now = time.GetUtcNow();
        string name = Block.NameOf(network);
        Block block = new(name, null, body.Reason is { Length: > 0 } reason ? reason : $"by {caller.Actor}", now, body.Minutes is { } minutes ? now.AddMinutes(minutes) : null);
        book.Add(block);
        await audit.AppendAsync(caller, new("blocks", name, "create", [new("reason", null, JsonSerializer.Serialize(block.Reason)), new("until", null, JsonSerializer.Serialize(block.Until))]), cancellation);
        return Results.Created((string?)null, BlockView.Of(block));
    }

    private static async Task<IResult> RemoveAsync(string address, Caller caller, BlockBook book, CallAudit audit, CancellationToken cancellation)
    {
        string name = Block.TryNetwork(address) is { } network ? Block.NameOf(network) : address;
        if (!book.Remove(name))
        {
            return Problem.NotFound("block", address);
        }

        await audit.AppendAsync(caller, new SiteChange("blocks", name, "delete", []), cancellation);
        return Results.NoContent();
    }
}
