using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.People;

/// <summary>Where people are forgotten and remembered, at their own word or an operator's.</summary>
internal sealed class ForgettingDesk(IGrainFactory grains, Tombstones stones, ICatalogue catalogue, IAudit audit, TimeProvider time)
{
    /// <summary>What was removed, and when; null when nobody has asked for it.</summary>
    public async Task<ForgettingReceipt?> ReceiptAsync(string userId) =>
        await (await stones.OfAsync(userId)).GetReceipt() ?? (await grains.GetGrain<IPersonGrain>(userId).GetView()).Forgetting;

    /// <summary>Begins the removal, at her own word. It is on disk when this returns. Asked again, it changes nothing and gives the receipt.</summary>
    public Task<ForgettingReceipt> ForgetAsync(string userId) => ForgetAsync(userId, ForgottenBy.Herself, userId);

    /// <summary>The same at an operator's word.</summary>
    /// <param name="userId">Whom.</param>
    /// <param name="actor">Who the operator is, for the audit.</param>
    public Task<ForgettingReceipt> ForgetForAsync(string userId, string actor) => ForgetAsync(userId, ForgottenBy.Operator, actor);

    public async Task<LiftAnswer> RememberAsync(string userId)
    {
        if ((await grains.GetGrain<IPersonGrain>(userId).GetView()).Forgetting is not null) return LiftAnswer.StillRemoving;
        var stone = await stones.OfAsync(userId);
        if (await stone.GetReceipt() is not { FinishedAt: not null } receipt) return await stone.Lift();

        // First the audit, by the name that she has there: the stone's time is the key, so a repeat makes no second entry.
        var pseudonym = await stones.PseudonymAsync(userId);
        await audit.AppendAsync([ForgettingAudit.Of(ForgettingAudit.Entry(ForgettingAudit.TakenBack, receipt.AskedAt, time.GetUtcNow(), pseudonym), pseudonym)], CancellationToken.None);
        return await stone.Lift();
    }

    /// <summary>Whether anything is known of this user, here or in the catalogue.</summary>
    public async Task<bool> IsKnownAsync(string userId, CancellationToken cancellationToken)
    {
        var person = await grains.GetGrain<IPersonGrain>(userId).GetView();
        return person.Profile is not null || !person.Faces.IsEmpty || await catalogue.FindNamingAsync(userId, 1, cancellationToken) is [_, ..];
    }

    private async Task<ForgettingReceipt> ForgetAsync(string userId, ForgottenBy by, string actor) =>
        await ReceiptAsync(userId) ?? await grains.GetGrain<IPersonGrain>(userId).Forget(by, actor);
}
