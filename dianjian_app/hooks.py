app_name = "dianjian_app"
app_title = "Dianjian"
app_publisher = "Dianjian contributors"
app_description = "Telesales of a real-estate sales centre"
app_email = "dianjian@example.com"
app_license = "MIT"
required_apps = []
