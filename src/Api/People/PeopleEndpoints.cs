using System.Security.Claims;
using Atmosphere.Api.Access;
using Atmosphere.Api.Admin;
using Atmosphere.Slack;

namespace Atmosphere.Api.People;

/// <summary>What operators do for people who ask: tell what is known, and forget.</summary>
internal static class PeopleEndpoints
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<AuditDesk>();
        services.AddSingleton<ForgettingDesk>();
        services.AddSingleton<FactsReader>();
        services.AddSingleton<FactsQueue>();
        services.AddHostedService(sp => sp.GetRequiredService<FactsQueue>());
    }

    public static void MapPeopleApi(this IEndpointRouteBuilder endpoints)
    {
        var people = endpoints.MapGroup("/admin/people/{id}").RequireAuthorization(AccessPolicies.Operator).AddEndpointFilter<NoStoreFilter>();
        people.MapPost("/forget", ForgetAsync).AddEndpointFilter<OwnPageFilter>();
        people.MapGet("/forgetting", async (string id, ForgettingDesk desk) =>
            SlackIds.IsUser(id) && await desk.ReceiptAsync(id) is { } receipt ? Results.Ok(receipt) : NotFound("Nobody of this id has asked to be forgotten."));
        people.MapGet("/facts", ShowFactsAsync);
    }

    private static async Task<IResult> ForgetAsync(string id, ClaimsPrincipal user, ForgettingDesk desk, CancellationToken cancellationToken)
    {
        if (!SlackIds.IsUser(id)) return NotFound("There is no such person.");

        // Forgotten already: the receipt, and nothing is changed.
        if (await desk.ReceiptAsync(id) is { } known) return Results.Ok(known);
        return await desk.IsKnownAsync(id, cancellationToken)
            ? Results.Accepted($"/admin/people/{id}/forgetting", await desk.ForgetForAsync(id, Acting.As(user)))
            : NotFound("There is no such person.");
    }

    /// <summary>Looking at all that is known about somebody is on record, and a part of what she is told when she asks.</summary>
    private static async Task<IResult> ShowFactsAsync(string id, ClaimsPrincipal user, ForgettingDesk desk, FactsReader facts, AuditDesk audit, CancellationToken cancellationToken)
    {
        if (!SlackIds.IsUser(id) || (await desk.ReceiptAsync(id) is null && !await desk.IsKnownAsync(id, cancellationToken))) return NotFound("There is no such person.");
        await audit.WriteAsync("facts-shown", Acting.As(user), about: id, cancellationToken: cancellationToken);
        return Results.Ok(await facts.ReadAsync(id, cancellationToken));
    }

    private static IResult NotFound(string what) => Results.Problem(what, statusCode: StatusCodes.Status404NotFound);
}
