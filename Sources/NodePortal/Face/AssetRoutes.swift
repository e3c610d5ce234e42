import Hummingbird
import WebUI

/// The files that pages refer to; their names change with their content.
struct AssetRoutes {
    let assets: [Asset]

    func add(to router: Router<PortalContext>) {
        for asset in assets {
            router.get(RouterPath(asset.path)) { _, _ in
                var response = Response.document(.ok, asset.bytes, asset.mediaType)
                response.headers[.cacheControl] = Asset.cacheControl
                return response
            }
        }
    }
}
