using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.People;
using Atmosphere.Grains.Ports;

namespace Atmosphere.Api.People;

/// <summary>Where people are forgotten and remembered, at their own word or an operator's.</summary>
internal sealed class ForgettingDesk(IGrainFactory grains, Tombstones stones, ICatalogue catalogue)
{
    /// <summary>What was removed, and when; null when nobody has asked for it.</summary>
    public async Task<ForgettingReceipt?> ReceiptAsync(string userId) =>
        await (await stones.OfAsync(userId)).GetReceipt() ?? (await grains.GetGrain<IPersonGrain>(userId).GetView()).Forgetting;

    /// <summary>Begins the removal. It is on disk when this returns. Asked again, it changes nothing and gives the receipt.</summary>
    public async Task<ForgettingReceipt> ForgetAsync(string userId, ForgottenBy by) => await ReceiptAsync(userId) ?? await grains.GetGrain<IPersonGrain>(userId).Forget(by);

    public async Task<LiftAnswer> RememberAsync(string userId) =>
        (await grains.GetGrain<IPersonGrain>(userId).GetView()).Forgetting is not null ? LiftAnswer.StillRemoving : await (await stones.OfAsync(userId)).Lift();

    /// <summary>Whether anything is known of this user, here or in the catalogue.</summary>
    public async Task<bool> IsKnownAsync(string userId, CancellationToken cancellationToken)
    {
        var person = await grains.GetGrain<IPersonGrain>(userId).GetView();
        return person.Profile is not null || !person.Faces.IsEmpty || await catalogue.FindNamingAsync(userId, 1, cancellationToken) is [_, ..];
    }
}
