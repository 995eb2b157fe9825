"""A browser's service worker, and what its push service hands it."""

import asyncio
import json
from typing import Any

from notifications.models import Delivery
from notifications.parcels import pack
from notifications.payload import payload
from people.models import User
from tests.screens.visitor import PATIENCE, Visitor

Json = dict[str, Any]
#: The number on the app's icon, which no test can look at, is kept where one can.
KEEP_BADGE = """
Object.defineProperty(navigator, 'setAppBadge', {
    value: async (count) => { globalThis.badge = count; }, configurable: true });
"""
#: How many notifications the service worker has shown, each counted when it stands there.
COUNT_SHOWN = """
(() => {
    globalThis.shown = 0;
    const show = ServiceWorkerRegistration.prototype.showNotification;
    ServiceWorkerRegistration.prototype.showNotification = async function (...what) {
        await show.apply(this, what);
        globalThis.shown += 1;
    };
})()"""
SHOWN = """async () => {
    const found = await registration.getNotifications();
    return found.map(({title, body, tag, data}) => ({title, body, tag, data}));
}"""
CLICK = """async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent('notificationclick', { notification }));
}"""


class Device:
    """What somebody's browser shows while Callboard is closed, and when it is clicked."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    @classmethod
    async def of(cls, visitor: Visitor) -> "Device":
        """Pushes are allowed here, and the page has its service worker."""
        await visitor.context.grant_permissions(["notifications"], origin=visitor.origin)
        await visitor.context.add_init_script(KEEP_BADGE)
        await visitor.opens("/notifications")
        await visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        device = cls(visitor)
        await device._in_worker(KEEP_BADGE)
        await device._in_worker(COUNT_SHOWN)
        return device

    async def takes(self, data: bytes) -> None:
        """As the browser's push service would hand it over, decrypted; shown when this returns."""
        before = await self._in_worker("shown")
        devtools = await self.visitor.context.new_cdp_session(self.visitor.page)
        found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def seen(event: Json) -> None:
            for registration in event["registrations"]:
                if registration["scopeURL"] == f"{self.visitor.origin}/" and not found.done():
                    found.set_result(registration["registrationId"])

        devtools.on("ServiceWorker.workerRegistrationUpdated", seen)
        await devtools.send("ServiceWorker.enable")
        id = await asyncio.wait_for(found, 10)
        message = {"origin": self.visitor.origin, "registrationId": id, "data": data.decode()}
        await devtools.send("ServiceWorker.deliverPushMessage", message)
        async with asyncio.timeout(PATIENCE / 1000):
            while await self._in_worker("shown") == before:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await devtools.detach()

    async def shows(self, count: int) -> list[Json]:
        """What stands on the screen, as soon as it is so many."""
        async with asyncio.timeout(PATIENCE / 1000):
            while len(found := await self._shown()) != count:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return found

    async def shows_titles(self, *titles: str) -> None:
        async with asyncio.timeout(PATIENCE / 1000):
            while [one["title"] for one in await self._shown()] != list(titles):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def _shown(self) -> list[Json]:
        """Asked of the service worker, which is there also where no page of ours is open."""
        found: list[Json] = await self._in_worker(SHOWN)
        return found

    async def badge(self) -> Any:
        """As the service worker has set it last."""
        return await self._in_worker("globalThis.badge")

    async def is_clicked(self) -> None:
        await self._in_worker(CLICK)

    async def _in_worker(self, script: str) -> Any:
        [worker] = self.visitor.context.service_workers
        return await worker.evaluate(script)


def pushed_to(person: User) -> bytes:
    """What the postman would send to this person's devices about the newest thing."""
    delivery = Delivery.objects.filter(user=person, channel="push").latest("pk")
    return payload(pack([delivery], delivery.created_at)[delivery.pk])


def read(data: bytes) -> Json:
    message: Json = json.loads(data)
    return message
